import { ImageSearchError } from '../errors/image-search-error.ts';

export interface BatchSizerOptions {
  /** Milliseconds that a call may take before the next ones are made smaller. Default 10,000. */
  readonly maxDuration?: number | undefined;
}

/** Finds out how many items a call can take. */
export interface BatchSizer {
  /** Items in a call, now at most; infinite as long as nothing went wrong. */
  readonly size: number;
  /** The same call, watched. */
  watch<Item, Rest extends readonly unknown[], Answer>(
    run: (items: readonly Item[], ...rest: Rest) => Promise<Answer>,
  ): (items: readonly Item[], ...rest: Rest) => Promise<Answer>;
  /** Memory is short: half of what it was. @param from items in a call, where nothing is known yet */
  shrink(from: number): void;
}

/** Calls in a row that prove a size: the second can need more memory than the first. */
const PROOFS = 2;
/** Calls at the largest size that went well before the one that failed is tried again. */
const FORGIVEN_AFTER = 64;

/**
 * Halves the size when a call runs out of memory or takes too long, confirms each size twice, and grows by a quarter
 * from there, up to where it failed; that size is tried again only after 64 calls went well.
 */
export function createBatchSizer({ maxDuration = 10_000 }: BatchSizerOptions = {}): BatchSizer {
  let size = Number.POSITIVE_INFINITY;
  /** Smallest number of items that failed. */
  let tooMany = Number.POSITIVE_INFINITY;
  let proofs = 0;
  /** Size to go back to, while one is tried that failed before. */
  let trusted: number | undefined;

  const shrinkBelow = (items: number): void => {
    tooMany = Math.max(2, Math.min(tooMany, items));
    size = Math.max(1, Math.min(size, trusted ?? Math.floor(items / 2)));
    trusted = undefined;
    proofs = 0;
  };
  const succeed = (items: number): void => {
    // A call that was smaller for want of items proves nothing.
    if (items < size) return;
    proofs++;
    if (trusted !== undefined && proofs >= PROOFS) {
      trusted = undefined;
      tooMany = Number.POSITIVE_INFINITY;
    }
    const larger = size + Math.max(1, Math.floor(size / 4));
    const failed = larger >= tooMany;
    if (proofs < (failed ? FORGIVEN_AFTER : PROOFS)) return;
    trusted = failed ? size : undefined;
    size = larger;
    proofs = 0;
  };

  return {
    get size() {
      return size;
    },
    watch:
      (run) =>
      async (items, ...rest) => {
        const start = performance.now();
        try {
          const answer = await run(items, ...rest);
          if (performance.now() - start > maxDuration && items.length > 1) shrinkBelow(items.length);
          else succeed(items.length);
          return answer;
        } catch (error) {
          if (ImageSearchError.isInstance(error) && error.code === 'OUT_OF_MEMORY') shrinkBelow(items.length);
          throw error;
        }
      },
    shrink(from) {
      shrinkBelow(Math.min(size, from));
    },
  };
}
