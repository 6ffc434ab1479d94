import type { RecordOutcome, StoreSchema, VectorRecord, VectorStore } from '@imgsearch/core';
import { sampleRecord } from './sample-records.ts';

/** Work for another process, as JSON. It opens the collection, does the steps in order and closes. */
export interface StoreTask {
  /** Of the collection. */
  readonly name: string;
  readonly schema: StoreSchema;
  readonly steps: readonly StoreTaskStep[];
}

export type StoreTaskStep =
  /** Writes a sample record of each id, with this revision in its metadata. */
  | { readonly do: 'upsert'; readonly ids: readonly string[]; readonly revision: number }
  | { readonly do: 'delete'; readonly ids: readonly string[] }
  /** Looks whether each id is there. */
  | { readonly do: 'get'; readonly ids: readonly string[] }
  /** Ids of all hits of a search, so often as `times` says. */
  | { readonly do: 'search'; readonly like: string; readonly limit: number; readonly times: number };

/** What came of the steps, in their order: ids, null where there was none. */
export interface StoreTaskReport {
  readonly steps: readonly (readonly (string | null)[])[];
}

async function perform(
  store: VectorStore,
  step: StoreTaskStep,
  dimensions: number,
): Promise<(string | null)[]> {
  if (step.do === 'get') return (await store.get(step.ids)).map((record) => record?.id ?? null);
  if (step.do === 'search') {
    const { vector } = sampleRecord(step.like, { dimensions });
    const found: string[] = [];
    for (let time = 0; time < step.times; time++) {
      const hits = await store.search({ vector, limit: step.limit });
      found.push(hits.map(({ id }) => id).join(' '));
    }
    return found;
  }
  const outcomes: RecordOutcome[] =
    step.do === 'delete'
      ? await store.delete(step.ids)
      : await store.upsert(step.ids.map((id) => revised(id, step.revision, dimensions)));
  await store.flush?.();
  return outcomes.map(({ id, ok }) => (ok ? id : null));
}

function revised(id: string, revision: number, dimensions: number): VectorRecord {
  return sampleRecord(id, { dimensions, metadata: { price: revision } });
}

/** Performs a task on a store that was not opened; for the process that `otherProcess` starts. */
export async function performStoreTask(store: VectorStore, task: StoreTask): Promise<StoreTaskReport> {
  await store.open(task.schema);
  try {
    const steps: (string | null)[][] = [];
    for (const step of task.steps) steps.push(await perform(store, step, task.schema.dimensions));
    return { steps };
  } finally {
    await store.close();
  }
}
