import { checkNumber, invalidOption } from '../options/check.ts';
import type { StoreGroupQuery, StoreLimits, StoreQuery, StoreSchema } from '../spec/vector-store.ts';
import { vectorProblem } from './check-record.ts';

/**
 * Checks a query before it is run, for every store's `search`, `searchGroups` and `searchHybrid`.
 * @returns the offset, 0 where none was given, and the hits a group, 1 where none was given
 * @throws ImageSearchError INVALID_OPTIONS naming the option: a limit or offset outside the store's limits, a bound
 * outside -1 to 1, a vector that is not of this space
 */
export function checkQuery(
  query: StoreQuery | StoreGroupQuery,
  { dimensions }: Pick<StoreSchema, 'dimensions'>,
  { maxResults, maxOffset }: Pick<StoreLimits, 'maxResults' | 'maxOffset'>,
): { readonly offset: number; readonly hitsPerGroup: number } {
  checkNumber('limit', query.limit, { min: 1, max: maxResults, integer: true });
  const offset = checkNumber('offset', query.offset, { min: 0, max: maxOffset, integer: true, fallback: 0 });
  checkNumber('minSimilarity', query.minSimilarity, { min: -1, max: 1, fallback: -1 });
  const perGroup = 'hitsPerGroup' in query ? query.hitsPerGroup : undefined;
  const hitsPerGroup = checkNumber('hitsPerGroup', perGroup, { min: 1, integer: true, fallback: 1 });
  const problem = vectorProblem(query.vector, dimensions);
  if (problem !== undefined)
    throw invalidOption('vector', `a unit vector of ${dimensions} numbers (${problem})`, query.vector);
  return { offset, hitsPerGroup };
}
