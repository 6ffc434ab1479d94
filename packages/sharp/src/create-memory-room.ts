/** Runs work while there is room for what it takes up; the rest waits in the order in which it came. */
export type MemoryRoom = <T>(cost: number, work: () => Promise<T>) => Promise<T>;

/** What costs less than this never waits. */
const SMALL = 1 / 16;

/** @param total bytes; what costs more runs alone */
export function createMemoryRoom(total: number): MemoryRoom {
  let taken = 0;
  const waiting: { readonly cost: number; readonly begin: () => void }[] = [];
  const letIn = (): void => {
    for (let [first] = waiting; first && (taken === 0 || taken + first.cost <= total); [first] = waiting) {
      waiting.shift();
      taken += first.cost;
      first.begin();
    }
  };
  return async (cost, work) => {
    if (cost < total * SMALL) return work();
    await new Promise<void>((begin) => {
      waiting.push({ cost, begin });
      letIn();
    });
    try {
      return await work();
    } finally {
      taken -= cost;
      letIn();
    }
  };
}
