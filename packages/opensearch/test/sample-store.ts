import type { StoreSchema, VectorRecord, VectorStore } from '@imgsearch/core';
import { sampleRecord, sampleSchema } from '@imgsearch/testkit';

let made = 0;
const file = `test_${crypto.randomUUID().slice(0, 8)}`;

/** A name that no other test, file or run has. */
export function freshName(): string {
  made++;
  return `${file}_${made}`;
}

/** Removes what the tests of this file made; others may run beside it on the same server. */
export async function removeIndexes(url: string): Promise<void> {
  await fetch(`${url}/${file}_*`, { method: 'DELETE' });
}

export const schema: StoreSchema = sampleSchema();

/** Sample records with the ids `r0`, `r1` and so on. */
export function someRecords(count: number, from = 0): VectorRecord[] {
  return Array.from({ length: count }, (_, at) =>
    sampleRecord(`r${from + at}`, { metadata: { price: from + at } }),
  );
}

/** Ids of all records, by a scan. */
export async function scannedIds(store: VectorStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const { record } of store.scan!({})) ids.push(record.id);
  return ids;
}
