// Decoded pictures to a model's answer as one would write it by hand: resize with sharp, normalise, run, one by one.
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import type { RasterLoopData, RasterLoopTask } from './messages.ts';

const { model, output, threads, preprocessing, images } = workerData as RasterLoopData;
const { width, height, resize, kernel, mean, std } = preprocessing;
const session = await ort.InferenceSession.create(model, {
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
});
const outputName = typeof output === 'number' ? session.outputNames[output]! : output;
const plane = width * height;

async function runOnce(image: RasterLoopData['images'][number]): Promise<void> {
  const pixels = await sharp(image.data, { raw: image })
    .resize(width, height, {
      fit: resize === 'squash' ? 'fill' : 'cover',
      kernel: kernel === 'bicubic' ? 'cubic' : 'linear',
    })
    .removeAlpha()
    .raw()
    .toBuffer();
  const input = new Float32Array(3 * plane);
  for (let channel = 0; channel < 3; channel++)
    for (let i = 0; i < plane; i++)
      input[channel * plane + i] = (pixels[i * 3 + channel]! / 255 - mean[channel]!) / std[channel]!;
  await session.run({ [session.inputNames[0]!]: new ort.Tensor('float32', input, [1, 3, height, width]) }, [
    outputName,
  ]);
}

parentPort!.on('message', async ({ milliseconds }: RasterLoopTask) => {
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < milliseconds) await runOnce(images[count++ % images.length]!);
  parentPort!.postMessage({ speed: (count / (performance.now() - began)) * 1000 });
});
parentPort!.postMessage('ready');
