// onnxruntime-node on tensors that are ready, one model after the other, as a search needs them.
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { RawModelsData, RawModelsTask } from './messages.ts';

const { models, threads } = workerData as RawModelsData;
const steps = await Promise.all(
  models.map(async ({ path, shape }) => {
    const session = await ort.InferenceSession.create(path, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
    });
    const size = shape.reduce((product, each) => product * each, 1);
    const run = async (batch: number): Promise<void> => {
      const data = Float32Array.from({ length: batch * size }, (_, i) => Math.sin(i));
      await session.run({ [session.inputNames[0]!]: new ort.Tensor('float32', data, [batch, ...shape]) });
    };
    return run;
  }),
);

/** So many photos through all models, each in its own batches. */
const PHOTOS = 48;
parentPort!.on('message', async ({ batches, milliseconds }: RawModelsTask) => {
  const began = performance.now();
  let photos = 0;
  while (performance.now() - began < milliseconds) {
    for (const [at, run] of steps.entries())
      for (let done = 0; done < PHOTOS; done += batches[at]!)
        await run(Math.min(batches[at]!, PHOTOS - done));
    photos += PHOTOS;
  }
  parentPort!.postMessage({ speed: (photos / (performance.now() - began)) * 1000 });
});
parentPort!.postMessage('ready');
