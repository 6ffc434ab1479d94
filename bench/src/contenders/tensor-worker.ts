// onnxruntime-node on tensors that are ready: the ceiling, nothing decoded.
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { ContenderData, ContenderTask } from './messages.ts';

const { model, threads, batch, size } = workerData as ContenderData;
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: threads });
const input = Float32Array.from({ length: batch * 3 * size * size }, (_, i) => Math.sin(i));

parentPort!.on('message', async ({ pictures }: ContenderTask) => {
  const began = performance.now();
  for (let at = 0; at < pictures.length; at += batch) {
    await session.run({ [session.inputNames[0]!]: new ort.Tensor('float32', input, [batch, 3, size, size]) });
  }
  parentPort!.postMessage({ speed: (pictures.length / (performance.now() - began)) * 1000 });
});
parentPort!.postMessage('ready');
