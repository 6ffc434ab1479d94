import { parentPort } from 'node:worker_threads';
import { type CutOutJob, compositeObject } from '@imgsearch/core';

/** The thread of `createCutOutThread`: one job in, its pixels out. Jobs never fail: they were checked before. */
parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: CutOutJob }) => {
  const pixels = compositeObject(job);
  parentPort?.postMessage({ id, pixels }, [pixels.buffer as ArrayBuffer]);
});
