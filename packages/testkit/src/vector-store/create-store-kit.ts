import type { StoreSchema, VectorStore } from '@imgsearch/core';
import { createRandom, sampleSchema } from './sample-records.ts';
import type { StoreKit, StoreNeed } from './store-case.ts';
import type { Collection, VectorStoreAdapter } from './vector-store-adapter.ts';

/** Tells runs apart that share a server. */
const run = Math.floor(Math.random() * 36 ** 6).toString(36);
let collections = 0;

/** A kit, and what ends it. */
export interface OwnedStoreKit extends StoreKit {
  /** The first need that the adapter or its store does not fill. */
  lacks(needs: readonly StoreNeed[]): Promise<StoreNeed | undefined>;
  end(): Promise<void>;
}

/** Hands a case its stores, and closes and removes them afterwards. */
export function createStoreKit(adapter: VectorStoreAdapter, seed: number): OwnedStoreKit {
  const handles: VectorStore[] = [];
  const collectionOf = new Map<VectorStore, Collection>();
  const kept = <T extends VectorStore>(store: T, collection: Collection): T => {
    handles.push(store);
    collectionOf.set(store, collection);
    return store;
  };
  let tolerance = adapter.tolerance ?? 1e-4;
  const fresh = async (): Promise<VectorStore> => {
    const collection = { name: `kit_${run}_${(collections++).toString(36)}` };
    const store = kept(await adapter.create(collection), collection);
    if (adapter.tolerance === undefined && store.info.similarity === 'quantized') tolerance = 0.02;
    return store;
  };
  const again = async (store: VectorStore): Promise<VectorStore> => {
    const collection = collectionOf.get(store)!;
    return kept(await adapter.reopen!(collection), collection);
  };
  const opened = async (store: VectorStore, schema: Partial<StoreSchema> = {}): Promise<VectorStore> => {
    await store.open(sampleSchema(schema));
    return store;
  };

  return {
    seed,
    runs: adapter.runs ?? 50,
    size: adapter.size ?? 600,
    recall: adapter.recall ?? 0.95,
    get tolerance() {
      return tolerance;
    },
    random: createRandom(seed),
    unopened: fresh,
    open: async (schema) => opened(await fresh(), schema),
    unopenedAgain: again,
    reopen: async (store, schema) => opened(await again(store), schema),
    elsewhere: (store, task) => adapter.otherProcess!({ ...task, ...collectionOf.get(store)! }),
    stall: async (store) => adapter.stall!(store),
    async settle(store) {
      if (adapter.settle) await adapter.settle(store);
      else await store.flush?.();
    },
    async lacks(needs) {
      if (needs.length === 0) return undefined;
      const store = await fresh();
      return needs.find((need) =>
        need === 'reopen' || need === 'otherProcess' || need === 'stall'
          ? adapter[need] === undefined
          : store[need] === undefined,
      );
    },
    async end() {
      for (const store of handles) await store.close();
      if (!adapter.destroy) return;
      for (const collection of new Set(collectionOf.values())) await adapter.destroy(collection);
    },
  };
}
