import type { QueryOutcome } from './evaluation.ts';

/** Top-5 accuracy as shops count it: 1 where any of the first five answers has the query's label. */
export function top5Right(query: QueryOutcome): number {
  return query.answers.slice(0, 5).some(({ label }) => label === query.label) ? 1 : 0;
}
