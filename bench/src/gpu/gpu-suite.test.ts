import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { starterModels } from '@imgsearch/models-starter';
import { afterEach, expect, it } from 'vitest';
import { resultsFolder, root } from '../lib/result.ts';
import { listGpus, measureGpu, whyNot } from './measure-gpu.ts';

const given = { NODE_OPTIONS: process.env.NODE_OPTIONS, FAKE_GPU: process.env.FAKE_GPU };
afterEach(() => {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});
const starter = { name: 'starter', precision: 'fp32', ...starterModels.embedding } as const;

it.skipIf(listGpus().length > 0)(
  'without a GPU it says what is missing, ends with 1 and writes nothing',
  () => {
    const before = existsSync(path.join(resultsFolder, 'gpu.json'));
    const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'bench/src/cli.ts'), 'gpu'], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/cuda: The execution provider "cuda" could not be used/);
    expect(stderr).toMatch(/There is nothing to measure/);
    expect(existsSync(path.join(resultsFolder, 'gpu.json'))).toBe(before);
  },
);

it('with GPUs it measures each provider on one and on all of them, against the CPU', async () => {
  // A binding that is none of CUDA's: what is measured means nothing, that it is measured does.
  process.env.FAKE_GPU = JSON.stringify({ gpus: 2, tensorrt: false });
  process.env.NODE_OPTIONS = `--import ${path.join(root, 'packages/onnx/test/fake-gpu/hooks.mjs')}`;
  expect(await whyNot('cuda', starter)).toBeUndefined();
  expect(await whyNot('tensorrt', starter)).toMatch(/"tensorrt" could not be used.*\n.*TensorRT 10/);
  const plan = { models: [starter], batches: [2], pairs: 1, pictures: 4 };
  const gpus = [
    { index: 0, name: 'one' },
    { index: 1, name: 'two' },
  ];
  const figures = await measureGpu(plan, ['cuda'], gpus);
  expect(Object.keys(figures).sort()).toEqual(
    [
      'cpu',
      ...['cuda', 'cuda-x2'].flatMap((name) => [
        name,
        ...['-over-cpu', '.ready', '.batch-that-fits', '.cosine-to-cpu'].map((of) => `${name}${of}`),
      ]),
    ]
      .map((name) => `starter.fp32.batch-2.${name}`)
      .sort(),
  );
  expect(figures['starter.fp32.batch-2.cuda.cosine-to-cpu']?.median).toBeCloseTo(1, 3);
});
