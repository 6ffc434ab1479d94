// The straightforward way: decode, then run, one batch after the other, in one worker.
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import type { ContenderData, ContenderTask } from './messages.ts';

const { model, threads, batch, mean, std, size } = workerData as ContenderData;
const session = await ort.InferenceSession.create(model, { intraOpNumThreads: threads });
const plane = size * size;

async function runLoop(pictures: readonly Uint8Array[]): Promise<number> {
  const began = performance.now();
  for (let at = 0; at < pictures.length; at += batch) {
    const group = pictures.slice(at, at + batch);
    const input = new Float32Array(group.length * 3 * plane);
    for (const [n, bytes] of group.entries()) {
      const pixels = await sharp(bytes)
        .resize(size, size, { kernel: 'cubic' })
        .removeAlpha()
        .raw()
        .toBuffer();
      for (let channel = 0; channel < 3; channel++) {
        const offset = (n * 3 + channel) * plane;
        for (let i = 0; i < plane; i++)
          input[offset + i] = (pixels[i * 3 + channel]! / 255 - mean[channel]!) / std[channel]!;
      }
    }
    await session.run({
      [session.inputNames[0]!]: new ort.Tensor('float32', input, [group.length, 3, size, size]),
    });
  }
  return (pictures.length / (performance.now() - began)) * 1000;
}

parentPort!.on('message', async ({ pictures }: ContenderTask) => {
  parentPort!.postMessage({ speed: await runLoop(pictures) });
});
parentPort!.postMessage('ready');
