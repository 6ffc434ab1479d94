import type { StoreLimits } from '@imgsearch/core';

/** LanceDB itself has none of these; beyond them a call takes seconds. */
export const LIMITS: StoreLimits = {
  maxResults: 10_000,
  maxOffset: 10_000,
  maxBatch: 10_000,
  maxFilterValues: 10_000,
};
