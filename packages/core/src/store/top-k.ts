/** Keeps the best of many items without sorting them all. */
export interface TopK<T> {
  /** Worst item kept, once there are as many as wanted. */
  readonly worst: T | undefined;
  push(item: T): void;
  /** What was kept, best first. Ends the collection. */
  take(): T[];
}

/**
 * A binary heap with the worst kept item on top: n items cost n log k at most, and usually n.
 * @param size items to keep
 * @param compare negative where the first argument is better; never 0 for different items
 */
export function createTopK<T>(size: number, compare: (a: T, b: T) => number): TopK<T> {
  const heap: T[] = [];
  const worse = (a: number, b: number): boolean => compare(heap[a]!, heap[b]!) > 0;
  const swap = (a: number, b: number): void => {
    const held = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = held;
  };
  const up = (start: number): void => {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!worse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const down = (): void => {
    for (let at = 0; ; ) {
      let next = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && worse(child, next)) next = child;
      if (next === at) return;
      swap(at, next);
      at = next;
    }
  };
  return {
    get worst() {
      return heap.length === size ? heap[0] : undefined;
    },
    push(item) {
      if (heap.length < size) {
        heap.push(item);
        up(heap.length - 1);
      } else if (size > 0 && compare(item, heap[0]!) < 0) {
        heap[0] = item;
        down();
      }
    },
    take: () => heap.sort(compare),
  };
}
