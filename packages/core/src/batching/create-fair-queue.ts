/** Waiting entries of many callers, who take turns: one entry each, in the order in which they came. */
export interface FairQueue<Entry> {
  readonly size: number;
  /** The one that has waited longest. */
  readonly oldest: Entry | undefined;
  /** Whose turn it is. */
  readonly next: Entry | undefined;
  add(entry: Entry): void;
  /** Whether it was there. */
  delete(entry: Entry): boolean;
}

/** @param callerOf callers are told apart like keys of a map */
export function createFairQueue<Entry>(callerOf: (entry: Entry) => unknown): FairQueue<Entry> {
  const all = new Set<Entry>();
  /** The first one's turn is next; whoever had it and has more goes to the end. */
  const callers = new Map<unknown, Set<Entry>>();
  return {
    get size() {
      return all.size;
    },
    get oldest() {
      const [first] = all;
      return first;
    },
    get next() {
      const [own = []] = callers.values();
      const [first] = own;
      return first;
    },
    add(entry) {
      const caller = callerOf(entry);
      const own = callers.get(caller);
      if (own) own.add(entry);
      else callers.set(caller, new Set([entry]));
      all.add(entry);
    },
    delete(entry) {
      if (!all.delete(entry)) return false;
      const caller = callerOf(entry);
      const own = callers.get(caller)!;
      const [first] = callers.keys();
      const [head] = own;
      own.delete(entry);
      if (own.size === 0) callers.delete(caller);
      else if (first === caller && head === entry) {
        callers.delete(caller);
        callers.set(caller, own);
      }
      return true;
    },
  };
}
