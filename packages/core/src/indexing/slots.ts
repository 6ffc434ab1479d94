/** Places for work in flight. */
export interface Slots {
  /** Resolves when a place is free, or at once where the signal has fired. */
  take(): Promise<void>;
  free(): void;
}

/** A counting semaphore, first come, first served. When the signal fires, everyone who waits goes on. */
export function createSlots(count: number, signal: AbortSignal): Slots {
  let left = count;
  const waiting: (() => void)[] = [];
  signal.addEventListener('abort', () => {
    for (const go of waiting.splice(0)) go();
  });
  return {
    async take() {
      if (left > 0 || signal.aborted) {
        left--;
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    free() {
      const next = waiting.shift();
      if (next) next();
      else left++;
    },
  };
}
