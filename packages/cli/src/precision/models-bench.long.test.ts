import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EmbeddingManifest, ModelProfile } from '@imgsearch/onnx';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { runHere } from '../../test/terminal.ts';

const graphs = path.resolve(import.meta.dirname, '../../../onnx/golden/graphs');
const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-bench-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('takes the fast file where it says the same, and leaves out what does not run', async () => {
  // One graph says the same as the other and takes a hundred times as long (packages/onnx/golden/make-graphs.py).
  for (const name of ['slow', 'embedding'])
    copyFileSync(path.join(graphs, `${name}.onnx`), path.join(folder, `${name}.onnx`));
  writeFileSync(path.join(folder, 'noise.onnx'), Buffer.alloc(5000, 7));
  const manifest = (files: EmbeddingManifest['files']): EmbeddingManifest => ({
    manifestVersion: 1,
    id: 'tiny',
    task: 'embedding',
    files,
    licence: 'MIT',
    source: 'golden',
    input: {
      name: 'pixels',
      preprocessing: {
        width: 8,
        height: 8,
        resize: 'squash',
        kernel: 'bilinear',
        scale: 'divide-by-255',
        mean: [0, 0, 0],
        std: [1, 1, 1],
      },
    },
    output: { name: 'embedding', dimensions: 4 },
  });
  await sharp({ create: { width: 160, height: 120, channels: 3, background: '#b46' } })
    .png()
    .toFile(path.join(folder, 'photo.png'));
  const [slow, fast, noise] = ['slow', 'embedding', 'noise'].map((name) => ({ path: `${name}.onnx` }));
  writeFileSync(
    path.join(folder, 'gain.json'),
    JSON.stringify(manifest({ fp32: slow!, int8: fast!, uint8: noise! })),
  );
  const words = ['models', 'bench', '.', '--pictures', '1', '--batches', '1', '--seconds', '0.05', '--json'];
  const gain = await runHere(folder, [...words, '--embedding', 'gain.json', '--out', 'profile.json']);
  expect(gain.code).toBe(0);
  const { models } = JSON.parse(gain.out) as ModelProfile;
  expect(models.tiny).toMatchObject({ precision: 'int8', batchSize: 1 });
  expect(models.tiny?.sameSpaceAs).toEqual([
    { fingerprint: expect.any(String), cosine: expect.closeTo(1, 6) },
  ]);
  expect(models.tiny?.measured.map(({ precision }) => precision)).toEqual(['fp32', 'int8']);
});
