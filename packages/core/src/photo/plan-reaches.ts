import type { MatchReach } from '../spec/search.ts';
import { OTHER_CATEGORY, type TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';

/** One cast of the net. */
export interface Reach {
  readonly reach: MatchReach;
  /** Only records of these categories; undefined: no bound. */
  readonly within?: readonly string[] | undefined;
  /** Not records of these, which an earlier cast has searched. */
  readonly beyond?: readonly string[] | undefined;
}

/**
 * How the net widens: the chosen leaves and `other` (a picture that nobody could classify must not vanish), then the
 * leaves' groups, then everything. Each cast leaves out what an earlier one has searched.
 * @param leaves chosen leaf ids; none (or only `other`, from the classifier) searches everything at once
 */
export function planReaches(leaves: readonly string[], taxonomy: TaxonomyIndex, fillUp: boolean): Reach[] {
  if (leaves.length === 0) return [{ reach: 'everything' }];
  const own = [...new Set([...leaves, OTHER_CATEGORY])];
  if (!fillUp) return [{ reach: 'category', within: own }];
  const groups = new Set(leaves.map((leaf) => taxonomy.groupOf(leaf)));
  const siblings = [...groups]
    .flatMap((group) => (group === undefined ? [] : taxonomy.leavesOf(group)))
    .filter((leaf) => !own.includes(leaf));
  return [
    { reach: 'category', within: own },
    ...(siblings.length > 0 ? [{ reach: 'group' as const, within: siblings }] : []),
    { reach: 'everything', beyond: [...own, ...siblings] },
  ];
}
