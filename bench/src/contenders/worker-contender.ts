import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Contender } from '../lib/interleave.ts';
import type { ContenderAnswer, ContenderData } from './messages.ts';

/** A hand-written worker as a contender. `close` is called while it is idle. */
export async function workerContender(
  name: string,
  file: 'loop-worker.ts' | 'tensor-worker.ts',
  workerData: ContenderData,
  pictures: readonly Uint8Array[],
): Promise<Contender & { close: () => Promise<unknown> }> {
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  await once(worker, 'message');
  return {
    name,
    run: async (warmUp) => {
      worker.postMessage({ pictures: warmUp ? pictures.slice(0, 32) : pictures });
      const [answer] = (await once(worker, 'message')) as [ContenderAnswer];
      return answer.speed;
    },
    close: () => worker.terminate(),
  };
}
