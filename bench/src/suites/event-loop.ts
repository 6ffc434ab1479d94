import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { transformersContender } from '../contenders/transformers.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, root, writeResult } from '../lib/result.ts';
import { starterHashes, starterPipeline } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';

export const configuration = { rounds: 5, seconds: 5, users: 4, catalogue: 300 };

/** p99 of the event loop's delay in milliseconds while `work` runs. */
async function p99(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.percentile(99) / 1e6;
}

/** (c): the event loop while searching, busy minus idle, beside a peer that infers in the process. */
export async function eventLoop(): Promise<void> {
  const photos = await jpegs('phone', 600);
  const { pipeline, close } = await starterPipeline({ fields: {} });
  await pipeline.index(
    photos.slice(0, configuration.catalogue).map((source, i) => ({ id: String(i), images: [source] })),
  );
  const until =
    (end: number) =>
    async (user: number): Promise<void> => {
      for (let i = user; performance.now() < end; i += configuration.users) {
        await pipeline.search({ image: photos[(configuration.catalogue + i) % photos.length]! });
      }
    };
  const idle: number[] = [];
  const busy: number[] = [];
  const peer: number[] = [];
  const folder = path.join(root, '.cache/models/clip-vit-b-32/onnx');
  const squares = await jpegs('square', 256);
  const files = {
    fp32: path.join(folder, 'vision_model.onnx'),
    int8: path.join(folder, 'vision_model_int8.onnx'),
  };
  const transformers = await transformersContender('transformers', 'int8', files, 2, 8, squares.slice(0, 64));
  for (let round = 0; round < configuration.rounds; round++) {
    idle.push(await p99(() => sleep(2000)));
    const end = performance.now() + configuration.seconds * 1000;
    busy.push(
      await p99(() =>
        Promise.all(Array.from({ length: configuration.users }, (_, user) => until(end)(user))),
      ),
    );
    peer.push(await p99(() => transformers.run(false)));
  }
  await transformers.close();
  await close();
  const minus = (values: number[]): number[] => values.map((value, i) => Math.max(0, value - (idle[i] ?? 0)));
  const figures: Record<string, Figure> = {
    'idle.p99': figure(idle, 'ms'),
    'searching.p99-minus-idle': figure(minus(busy), 'ms'),
    'transformers.p99-minus-idle': figure(minus(peer), 'ms'),
  };
  await writeResult({
    suite: 'event-loop',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'monitorEventLoopDelay, resolution 1 ms. The peer embeds 224 px JPEGs with an int8 CLIP graph in batches of 8.',
    ],
  });
}
