import { ImageSearchError } from '../errors/image-search-error.ts';
import type { ReportFailure } from './report-failure.ts';
import type { Tally } from './tally.ts';

/** Pictures that a rate needs to mean something. */
const AT_LEAST = 100;

/** Ends a run when too many of its pictures fail. */
export interface FailureLimit {
  /** The same report, watched. */
  watch(report: ReportFailure): ReportFailure;
}

/** @param end ends the run with SOURCE_FAILED */
export function createFailureLimit(rate: number, tally: Tally, end: (error: unknown) => void): FailureLimit {
  let failed = 0;
  return {
    watch: (report) => (item) => {
      const failure = report(item);
      if (failure === undefined) return undefined;
      failed++;
      const { indexed, skipped, updated, failuresByKind } = tally.counts();
      const looked = indexed + skipped + updated + failed;
      if (looked >= AT_LEAST && failed / looked > rate)
        end(tooMany(failed, looked, rate, failuresByKind, item.error));
      return failure;
    },
  };
}

function tooMany(
  failed: number,
  looked: number,
  rate: number,
  kinds: Readonly<Record<string, number>>,
  cause: unknown,
): ImageSearchError {
  const sorted = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  const list = sorted.map(([kind, count]) => `${count} ${kind}`).join(', ');
  const last = cause instanceof Error ? cause.message : String(cause);
  return new ImageSearchError({
    code: 'SOURCE_FAILED',
    message: `The run was stopped: ${failed} of ${looked} pictures failed (${list}), more than ${rate * 100} %. The last one: ${last}`,
    hint: `${reason(sorted[0]?.[0], cause)} Then run again: what was done is kept. Or raise \`maxFailureRate\`.`,
    retryable: false,
    cause,
  });
}

/** What to do about most of them. */
function reason(kind: string | undefined, cause: unknown): string {
  if (kind !== 'model' && kind !== 'store')
    return 'Most often the place is wrong or a login has expired: correct it.';
  const hint = ImageSearchError.isInstance(cause) ? cause.hint : undefined;
  return hint ?? `Mend what the ${kind} says of itself.`;
}
