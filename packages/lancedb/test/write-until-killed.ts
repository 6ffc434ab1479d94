// Writes batches without end and says which ids were acknowledged; the test kills it in the middle.
import { sampleRecord, sampleSchema } from '@imgsearch/testkit';
import { createLanceDbStore } from '../src/index.ts';

const [folder, name, how, run] = process.argv.slice(2) as [string, string, 'upsert' | 'bulkLoad', string];
const store = createLanceDbStore({ folder, name });
await store.open(sampleSchema());
const load = how === 'bulkLoad' ? await store.bulkLoad() : store;
for (let batch = 0; ; batch++) {
  // A third of each batch overwrites what the batch before wrote.
  const ids = Array.from({ length: 30 }, (_, at) => `${run}-${batch * 20 + at}`);
  const outcomes = await load.upsert(ids.map((id) => sampleRecord(id, { metadata: { price: batch } })));
  const written = outcomes.filter(({ ok }) => ok).map(({ id }) => id);
  process.stdout.write(`${JSON.stringify({ batch, ids: written })}\n`);
}
