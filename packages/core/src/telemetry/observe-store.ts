import type { VectorStore } from '../spec/vector-store.ts';

/** Calls of a store that are told of; the others are passed on as they are. */
const STORE_CALLS = [
  'open',
  'upsert',
  'delete',
  'get',
  'search',
  'searchGroups',
  'searchHybrid',
  'update',
  'deleteWhere',
  'count',
  'flush',
] as const;
export type StoreCall = (typeof STORE_CALLS)[number];

/** Does a call of a store and tells of it. `input` is the call's first argument. */
export type StoreObserver = <T>(call: StoreCall, input: unknown, work: () => Promise<T>) => Promise<T>;

/** The same store, every call of which passes the observer. What it cannot do, it cannot do here either. */
export function observeStore(store: VectorStore, observe: StoreObserver): VectorStore {
  const isTold = (key: string | symbol): key is StoreCall => STORE_CALLS.includes(key as StoreCall);
  const told = new Map<StoreCall, unknown>();
  const perform = async (key: StoreCall, inputs: readonly unknown[]): Promise<never> =>
    Reflect.apply(store[key] as never, store, inputs);
  // A proxy of the store itself could not stand for one that its owner froze.
  return new Proxy({} as VectorStore, {
    has: (_, key) => key in store,
    get(_, key) {
      const member = Reflect.get(store, key) as unknown;
      if (typeof member !== 'function' || !isTold(key)) return member;
      const call =
        told.get(key) ?? ((...inputs: unknown[]) => observe(key, inputs[0], () => perform(key, inputs)));
      told.set(key, call);
      return call;
    },
  });
}
