// Makes jobs of a folder of pictures, shows how far they are, and says in the end what became of each.
import { readdir } from 'node:fs/promises';
import { createIndexQueue, createRedisCheckpoint, type JobProduct } from '@imgsearch/bullmq';
import { settings } from './settings.ts';

const { name, connection, pictures } = settings;

async function* products(): AsyncGenerator<JobProduct> {
  for (const file of (await readdir(pictures, { recursive: true })).sort())
    if (/\.(jpe?g|png|webp|avif|gif|tiff?)$/i.test(file))
      yield { id: file, images: [file.replaceAll('\\', '/')] };
}

const checkpoint = createRedisCheckpoint({ connection, name });
const queue = await createIndexQueue({ name, connection, checkpoint, productsPerJob: 16, logger: console });
const added = await queue.add(products());
console.log(`${added.products} products in ${added.jobs} jobs`);
let last = '';
const report = await queue.finished({
  onProgress({ waiting, active, delayed, failed }) {
    const line = `${waiting + delayed} jobs wait, ${active} are being worked on, ${failed} failed`;
    if (line !== last) console.log(line);
    last = line;
  },
});
for (const { productId, code, message } of report.failures) console.log(`${productId}: ${code}, ${message}`);
for (const { id, reason } of report.failedJobs) console.log(`job ${id}: ${reason}`);
console.log(`${report.pictures} pictures are in the index, ${report.failed} failed`);
await queue.close();
await checkpoint.close();
