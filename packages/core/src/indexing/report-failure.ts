import { failureKind } from '../errors/failure-kind.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CheckpointFailure } from '../spec/checkpoint.ts';
import { isFatal } from './is-fatal.ts';
import type { Tally } from './tally.ts';

export interface FailedItem {
  readonly productId: string;
  readonly imageId?: string | undefined;
  readonly error: unknown;
  /** Tries of this run. Default 1. */
  readonly attempts?: number | undefined;
  /** What the checkpoint knew of earlier tries. */
  readonly known?: CheckpointFailure | undefined;
}

/**
 * Counts and tells a failure, and ends the run where no further product could do better.
 * @returns what to remember, or undefined where the run is over
 */
export type ReportFailure = (item: FailedItem) => CheckpointFailure | undefined;

/** @param end ends the run with an error */
export function createReportFailure(
  tally: Tally,
  signal: AbortSignal,
  end: (error: unknown) => void,
): ReportFailure {
  return ({ productId, imageId, error, attempts = 1, known }) => {
    if (signal.aborted) return undefined;
    if (isFatal(error)) {
      end(error);
      return undefined;
    }
    const cause = toError(error);
    const failure: CheckpointFailure = {
      kind: failureKind(cause),
      code: ImageSearchError.isInstance(cause) ? cause.code : cause.name,
      message: cause.message,
      attempts: (known?.attempts ?? 0) + attempts,
      at: new Date().toISOString(),
    };
    tally.failed({
      productId,
      ...(imageId !== undefined && { imageId }),
      kind: failure.kind,
      attempts: failure.attempts,
      error: cause,
    });
    return failure;
  };
}

const toError = (error: unknown): Error =>
  error instanceof Error
    ? error
    : new ImageSearchError({ code: 'INVALID_IMAGE', message: String(error), cause: error });
