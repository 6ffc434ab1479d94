import { setImmediate } from 'node:timers/promises';
import { createMemoryStore, type MemoryStore, type StoreSchema } from '@imgsearch/core';

/** One version: its schema, and a memory store in which its records outlive every handle. */
export interface ReferenceVersion {
  readonly id: string;
  readonly schema: StoreSchema;
  readonly createdAt: string;
  readonly records: MemoryStore;
}

/** One collection, as a server would hold it. */
export interface ReferenceCollection {
  readonly versions: Map<string, ReferenceVersion>;
  promoted: string | undefined;
  previous: string | undefined;
  /** While set, no call is answered before it resolves. */
  stalled: Promise<void> | undefined;
}

/** All collections of one server. */
export interface ReferenceBacking {
  collection(name: string): ReferenceCollection;
  /** The trip to the server: another turn of the event loop, or as long as it is stalled. */
  travel(name: string): Promise<void>;
  stall(name: string): () => void;
  drop(name: string): void;
}

export function createReferenceBacking(): ReferenceBacking {
  const collections = new Map<string, ReferenceCollection>();
  const collection = (name: string): ReferenceCollection => {
    const known = collections.get(name);
    if (known) return known;
    const made: ReferenceCollection = {
      versions: new Map(),
      promoted: undefined,
      previous: undefined,
      stalled: undefined,
    };
    collections.set(name, made);
    return made;
  };
  return {
    collection,
    async travel(name) {
      await setImmediate();
      await collection(name).stalled;
    },
    stall(name) {
      const { promise, resolve } = Promise.withResolvers<void>();
      collection(name).stalled = promise;
      return () => {
        collection(name).stalled = undefined;
        resolve();
      };
    },
    drop: (name) => collections.delete(name),
  };
}

/** A new, empty version. It is promoted only where it is the first. */
export async function addVersion(
  collection: ReferenceCollection,
  name: string,
  schema: StoreSchema,
): Promise<ReferenceVersion> {
  const id = `v${collection.versions.size + 1}`;
  const records = createMemoryStore({ name });
  const version = { id, schema: structuredClone(schema), createdAt: new Date(0).toISOString(), records };
  collection.versions.set(id, version);
  collection.promoted ??= id;
  await records.open(schema);
  return version;
}
