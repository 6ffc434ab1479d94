import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { RasterImage } from '@imgsearch/core';
import type { ContenderAnswer, RasterLoopData } from '../contenders/messages.ts';
import type { Contender } from '../lib/interleave.ts';
import type { OpenModel } from './open-model.ts';

/** The adapter on decoded pictures, one by one, each call awaited. */
export const ours = (model: OpenModel, images: readonly RasterImage[], milliseconds: number): Contender => ({
  name: 'ours',
  run: async (warmUp) => {
    const began = performance.now();
    let count = 0;
    while (performance.now() - began < (warmUp ? milliseconds / 4 : milliseconds))
      await model.run([images[count++ % images.length]!]);
    return (count / (performance.now() - began)) * 1000;
  },
});

/** The same by hand, in a worker. */
export async function loop(
  data: RasterLoopData,
  milliseconds: number,
): Promise<Contender & { close: () => Promise<unknown> }> {
  const worker = new Worker(new URL('../contenders/raster-loop-worker.ts', import.meta.url), {
    workerData: data,
  });
  await once(worker, 'message');
  return {
    name: 'loop',
    run: async (warmUp) => {
      worker.postMessage({ milliseconds: warmUp ? milliseconds / 4 : milliseconds });
      const [answer] = (await once(worker, 'message')) as [ContenderAnswer];
      return answer.speed;
    },
    close: () => worker.terminate(),
  };
}
