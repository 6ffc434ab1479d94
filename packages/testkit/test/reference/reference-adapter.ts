import type { VectorStore } from '@imgsearch/core';
import { performStoreTask } from '../../src/vector-store/perform-store-task.ts';
import type { VectorStoreAdapter } from '../../src/vector-store/vector-store-adapter.ts';
import { createReferenceStore, type ReferenceStore } from './create-reference-store.ts';
import { createReferenceBacking } from './reference-backing.ts';

/** What a wrapper may keep for one collection, whichever handle it is called through. */
export type SharedState = Map<string, unknown>;

/** Breaks a store, or leaves it as it is. */
export type Wrap = (store: ReferenceStore, shared: SharedState) => VectorStore;

/** The reference store, or a broken one, behind every hook of the kit. Its other process is another handle. */
export function referenceAdapter(wrap: Wrap = (store) => store): VectorStoreAdapter {
  const backing = createReferenceBacking();
  const states = new Map<string, SharedState>();
  const handle = ({ name }: { name: string }): VectorStore => {
    const shared = states.get(name) ?? new Map<string, unknown>();
    states.set(name, shared);
    return wrap(createReferenceStore(backing, name), shared);
  };
  return {
    create: handle,
    reopen: handle,
    otherProcess: (task) => performStoreTask(handle(task), task),
    stall: (store) => backing.stall(store.info.name),
    async destroy({ name }) {
      backing.drop(name);
      states.delete(name);
    },
  };
}
