import type { BackgroundReport, CategoryReport } from '../spec/photo-report.ts';
import type { Match, SearchConfidence, SearchResult } from '../spec/search.ts';
import type { Taxonomy } from '../spec/taxonomy.ts';
import { createTaxonomyIndex, OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { defaultTaxonomy } from '../taxonomy/default-taxonomy.ts';

export interface ExplainOptions {
  /** The pipeline's, for the names of categories. Default: `defaultTaxonomy`. */
  readonly taxonomy?: Taxonomy | undefined;
}

/** Why a search answered as it did: the facts, and the same as English sentences for people. */
export interface SearchExplanation {
  /** `name` is the category's English name; absent where there was none to narrow to. */
  readonly category: Pick<CategoryReport, 'id' | 'confidence' | 'source'> & {
    readonly name?: string | undefined;
  };
  readonly background: BackgroundReport;
  readonly matched: {
    readonly products: number;
    /** How many were caught in the category, in its group, and beyond. */
    readonly category: number;
    readonly group: number;
    readonly everything: number;
    /** The first, which is the nearest of the innermost net. */
    readonly first?: { readonly productId: string; readonly similarity: number } | undefined;
  };
  readonly confidence?: SearchConfidence | undefined;
  /** What was recognised, what became of the background, what was found, and how sure that is. */
  readonly sentences: readonly string[];
}

/** A search's result, or as much of it as a page was sent. */
export interface ExplainableResult extends Pick<SearchResult, 'query' | 'confidence'> {
  readonly matches: readonly Pick<Match, 'productId' | 'similarity' | 'reach'>[];
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/**
 * Explains a search to the person who asked. Facts are taken from the result; nothing is computed anew.
 * @example
 * const { sentences } = explainSearch(await pipeline.search({ image: photo }));
 * console.log(sentences.join(' '));
 */
export function explainSearch(result: ExplainableResult, options: ExplainOptions = {}): SearchExplanation {
  const { matches, query, confidence } = result;
  const taxonomy = createTaxonomyIndex(options.taxonomy ?? defaultTaxonomy);
  const { id, confidence: sureness, source } = query.category;
  const nameOf = (category: string): string => taxonomy.nameOf(category, 'en');
  const caught = (reach: string): number => matches.filter((match) => match.reach === reach).length;
  const [first] = matches;
  const matched = {
    products: matches.length,
    category: caught('category'),
    group: caught('group'),
    everything: caught('everything'),
    ...(first && { first: { productId: first.productId, similarity: first.similarity } }),
  };
  const name = id === OTHER_CATEGORY ? undefined : nameOf(id);
  const group = taxonomy.groupOf(id);
  return {
    category: { id, confidence: sureness, source, ...(name !== undefined && { name }) },
    background: query.background,
    matched,
    ...(confidence && { confidence }),
    sentences: [
      categorySentence(query.category, nameOf),
      backgroundSentence(query.background),
      matchedSentence(matched, name, group === undefined ? undefined : nameOf(group)),
      confidenceSentence(confidence, matches.length),
    ].filter((sentence) => sentence !== undefined),
  };
}

function categorySentence(
  { id, confidence, source, alternatives: [likeliest] }: CategoryReport,
  nameOf: (id: string) => string,
): string {
  if (source === 'classifier' && id === OTHER_CATEGORY)
    return likeliest
      ? `The category is not certain (most likely ${nameOf(likeliest.id)}, ${percent(likeliest.probability)}), so everything was searched.`
      : 'The category is not certain, so everything was searched.';
  if (id === OTHER_CATEGORY) return 'Everything was searched, whatever its category.';
  switch (source) {
    case 'classifier':
      return `The category was recognised as ${nameOf(id)} (${percent(confidence)}).`;
    case 'product':
      return `The product's own category, ${nameOf(id)}, was searched first.`;
    default:
      return `The category ${nameOf(id)} was chosen.`;
  }
}

function backgroundSentence({ removed, reason, coverage }: BackgroundReport): string | undefined {
  if (removed)
    return coverage === undefined
      ? 'The background was removed.'
      : `The background was removed; the object takes ${percent(coverage)} of the picture.`;
  switch (reason) {
    case 'empty':
      return 'The background was left, because no object stood out from it.';
    case 'full':
      return 'The background was left, because the object fills the picture.';
    case 'undecided':
      return 'The background was left, because object and background could not be told apart.';
    case 'cut-by-frame':
      return 'The background was left, because the object is cut off by the edge of the picture.';
    case 'off':
      return 'The background was left, as asked.';
    default:
      return undefined;
  }
}

function matchedSentence(
  { products, category, group, everything, first }: SearchExplanation['matched'],
  name: string | undefined,
  groupName: string | undefined,
): string {
  if (first === undefined) return 'Nothing was found.';
  const many = `${products} ${products === 1 ? 'product was' : 'products were'} found`;
  const parts =
    name === undefined
      ? []
      : [
          category > 0 && `${category} in ${name}`,
          group > 0 && `${group} elsewhere in ${groupName}`,
          everything > 0 && `${everything} beyond`,
        ].filter((part) => part !== false);
  const where = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${many}${where}; the first is ${first.productId}, with a similarity of ${first.similarity.toFixed(2)}.`;
}

function confidenceSentence(confidence: SearchConfidence | undefined, products: number): string | undefined {
  if (confidence === undefined || products === 0) return undefined;
  const { confident, probability } = confidence;
  return confident
    ? `The first is a confident match (${percent(probability)}).`
    : `There is no confident match (${percent(probability)}): these are only the most similar.`;
}
