import { checkNumber, invalidOption, type StoreLimits, type StoreQuery } from '@imgsearch/core';

/** `offset` and `limit` together stay inside 10,000: index.max_result_window, and the largest k. */
export const LIMITS: StoreLimits = {
  maxResults: 1000,
  maxOffset: 9000,
  maxBatch: 10_000,
  maxFilterValues: 65_536,
};

export interface CheckedQuery {
  readonly limit: number;
  readonly offset: number;
  readonly least: number | undefined;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkQuery(query: StoreQuery, dimensions: number): CheckedQuery {
  const limit = checkNumber('limit', query.limit, { min: 1, max: LIMITS.maxResults, integer: true });
  const offset = checkNumber('offset', query.offset, {
    min: 0,
    max: LIMITS.maxOffset,
    integer: true,
    fallback: 0,
  });
  const { vector, minSimilarity } = query;
  if (minSimilarity !== undefined) checkNumber('minSimilarity', minSimilarity, { min: -1, max: 1 });
  const expected = `a unit vector of ${dimensions} numbers`;
  if (!ArrayBuffer.isView(vector) || vector.length !== dimensions)
    throw invalidOption('vector', expected, vector);
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!(Math.abs(Math.sqrt(squares) - 1) <= 0.01))
    throw invalidOption('vector', `${expected} and length 1`, vector);
  return { limit, offset, least: minSimilarity };
}

/** @throws ImageSearchError INVALID_OPTIONS for more entries than `maxBatch` */
export function checkBatch(what: string, batch: readonly unknown[]): void {
  if (batch.length > LIMITS.maxBatch)
    throw invalidOption(what, `at most ${LIMITS.maxBatch} entries (info.limits.maxBatch)`, batch);
}
