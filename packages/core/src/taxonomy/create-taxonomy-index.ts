import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkString, invalidOption } from '../options/check.ts';
import type { Category, Taxonomy } from '../spec/taxonomy.ts';

/** The decision "not confident"; never a node of the tree. */
export const OTHER_CATEGORY = 'other';

/** Answers about a category tree; every list is in the order of the tree. */
export interface TaxonomyIndex {
  /** Ids of all leaves. A group without children is its own leaf. */
  readonly leaves: readonly string[];
  /** Id of the top-level group that holds the leaf; undefined for `other` and unknown ids. */
  groupOf(leaf: string): string | undefined;
  /** Leaf ids under a group or any inner node; a leaf gives itself, an unknown id nothing. */
  leavesOf(group: string): readonly string[];
  /**
   * Leaf ids for leaf or group ids, without repeats. `other` stays `other`.
   * @throws ImageSearchError INVALID_OPTIONS for an unknown id, listing the known ones
   */
  expand(ids: readonly string[]): string[];
  /** Name for people: in the language, else its base language (`ko` for `ko-KR`), else English, else the id. */
  nameOf(id: string, language: string): string;
}

/**
 * Checks a category tree and makes its look-ups.
 * @throws ImageSearchError INVALID_OPTIONS for an empty tree, a repeated id, or the reserved id `other`
 * @example
 * const taxonomy = createTaxonomyIndex(defaultTaxonomy);
 * taxonomy.expand(['clothing', 'chair']); // ['top', 'bottom', 'outer', 'shoes', 'chair']
 * taxonomy.nameOf('misc', 'ko'); // '기타'
 */
export function createTaxonomyIndex(taxonomy: Taxonomy): TaxonomyIndex {
  if (!Array.isArray(taxonomy) || taxonomy.length === 0)
    throw invalidOption('taxonomy', 'an array of at least one category', taxonomy);
  const nodes = new Map<string, { category: Category; group: string; leaves: readonly string[] }>();

  const add = (category: Category, path: string, parentGroup: string | undefined): readonly string[] => {
    if (typeof category !== 'object' || category === null)
      throw invalidOption(path, 'a category { id, names?, children? }', category);
    const id = checkString(`${path}.id`, category.id);
    if (id === OTHER_CATEGORY)
      throw invalidOption(
        `${path}.id`,
        'any id but "other", which is reserved for "not confident"',
        id,
        'Rename the category, e.g. to "misc"; what people read is in `names`.',
      );
    if (nodes.has(id))
      throw invalidOption(`${path}.id`, 'an id that is unique in the tree', id, 'Rename one of the two.');
    if (category.children !== undefined && !Array.isArray(category.children))
      throw invalidOption(`${path}.children`, 'an array of categories', category.children);
    const group = parentGroup ?? id;
    const node = { category, group, leaves: [id] as readonly string[] };
    nodes.set(id, node);
    const below = (category.children ?? []).flatMap((child, at) =>
      add(child, `${path}.children[${at}]`, group),
    );
    if (below.length > 0) node.leaves = below;
    return node.leaves;
  };
  const leaves = taxonomy.flatMap((category, at) => add(category, `taxonomy[${at}]`, undefined));

  return {
    leaves,
    groupOf: (leaf) => nodes.get(leaf)?.group,
    leavesOf: (group) => nodes.get(group)?.leaves ?? [],
    expand(ids) {
      const expanded = new Set<string>();
      for (const id of ids) {
        if (id === OTHER_CATEGORY) {
          expanded.add(id);
          continue;
        }
        const node = nodes.get(id);
        if (node === undefined)
          throw new ImageSearchError({
            code: 'INVALID_OPTIONS',
            message: `Unknown category ${JSON.stringify(id)}.`,
            hint: `Known categories: ${[...nodes.keys(), OTHER_CATEGORY].join(', ')}.`,
          });
        for (const leaf of node.leaves) expanded.add(leaf);
      }
      return [...expanded];
    },
    nameOf(id, language) {
      const names = nodes.get(id)?.category.names;
      const nameIn = (tag: string): string | undefined =>
        names !== undefined && Object.hasOwn(names, tag) ? names[tag] : undefined;
      return nameIn(language) ?? nameIn(language.split('-')[0]!) ?? nameIn('en') ?? id;
    },
  };
}
