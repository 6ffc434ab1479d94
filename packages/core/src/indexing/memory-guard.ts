import { ImageSearchError } from '../errors/image-search-error.ts';
import type { Slots } from './slots.ts';

export interface MemoryGuardOptions {
  memory(): number | undefined;
  /** Places of what takes memory. */
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** Told when memory runs short. */
  onPressure(): void;
}

/** Lets pictures in as long as there is memory for them. */
export interface MemoryGuard {
  /**
   * Resolves when one more may be taken.
   * @param own places that the product in question has taken already, and that hold nothing yet
   * @throws ImageSearchError OUT_OF_MEMORY where the budget cannot be kept
   */
  admit(own: number): Promise<void>;
}

/** From this share of the budget on, fewer pictures may be in flight: what is allocated is rarely given back. */
const SHORT = 0.85;
/** Milliseconds between two looks, and looks with nothing in flight before the run ends. */
const PAUSE = 50;
const LOOKS = 40;

/**
 * Keeps the process below a number of bytes. Near it, half as many pictures may be in flight, and half of that again as
 * long as memory grows; beyond it, nothing is taken until enough has left.
 * @param budget bytes; undefined: no bound
 */
export function createMemoryGuard(budget: number | undefined, options: MemoryGuardOptions): MemoryGuard {
  const { memory, slots, signal, onPressure } = options;
  if (budget === undefined) return { admit: async () => undefined };
  let highest = 0;
  const tighten = (now: number): void => {
    if (now <= budget * SHORT || now <= highest) return;
    // The next step down needs a new height: what is held already cannot be helped.
    highest = now + (budget - now) / 4;
    slots.resize(Math.max(1, Math.floor(slots.count / 2)));
    onPressure();
  };
  return {
    async admit(own) {
      for (let looks = 0; !signal.aborted; ) {
        const now = memory() ?? 0;
        tighten(now);
        if (now <= budget) return;
        const idle = slots.taken <= own;
        if (idle && ++looks > LOOKS) throw overBudget(now, budget);
        // There where Node was started with --expose-gc.
        if (idle) (globalThis as { gc?: () => void }).gc?.();
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    },
  };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

const overBudget = (now: number, budget: number): ImageSearchError =>
  new ImageSearchError({
    code: 'OUT_OF_MEMORY',
    message: `The process holds ${megabytes(now)} with no picture in flight; the budget is ${megabytes(budget)}.`,
    hint: 'Raise `memoryBudget`, use fewer workers or smaller models, or run the job in a process of its own.',
    retryable: false,
  });
