/** Places for work in flight. */
export interface Slots {
  /** Places in all. */
  readonly count: number;
  readonly taken: number;
  /** Resolves when a place is free, or at once where the signal has fired. */
  take(): Promise<void>;
  free(): void;
  /** Changes the number of places; those taken stay taken. */
  resize(count: number): void;
}

/** A counting semaphore, first come, first served. When the signal fires, everyone who waits goes on. */
export function createSlots(count: number, signal: AbortSignal): Slots {
  let places = count;
  let taken = 0;
  const waiting: (() => void)[] = [];
  signal.addEventListener('abort', () => {
    for (const go of waiting.splice(0)) go();
  });
  const admit = (): void => {
    while (taken < places) {
      const next = waiting.shift();
      if (!next) return;
      taken++;
      next();
    }
  };
  return {
    get count() {
      return places;
    },
    get taken() {
      return taken;
    },
    async take() {
      if (signal.aborted) {
        taken++;
        return;
      }
      if (taken < places && waiting.length === 0) {
        taken++;
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    free() {
      taken--;
      admit();
    },
    resize(next) {
      places = next;
      admit();
    },
  };
}
