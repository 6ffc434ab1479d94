import {
  type BulkLoad,
  createMemoryStore,
  ImageSearchError,
  type MemoryStore,
  type StoreSchema,
} from '@imgsearch/core';

/** Gathers records in a store of their own; `commit` writes them all, `abort` forgets them. */
export async function referenceBulkLoad(
  name: string,
  schema: StoreSchema,
  records: MemoryStore,
): Promise<BulkLoad> {
  const staged = createMemoryStore({ name });
  await staged.open(schema);
  return {
    upsert: (batch, call) => staged.upsert(batch, call),
    async commit() {
      const all = [];
      for await (const { record } of staged.scan({ includeVectors: true }))
        all.push({ ...record, vector: record.vector! });
      const outcomes = await records.upsert(all);
      if (outcomes.some(({ ok }) => !ok))
        throw new ImageSearchError({ code: 'STORE_REJECTED', message: 'A staged record was refused.' });
      await staged.close();
    },
    abort: () => staged.close(),
  };
}
