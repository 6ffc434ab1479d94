import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddingManifest, type ModelProfile, parseProfile } from '@imgsearch/onnx';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runApart, runHere } from '../../test/terminal.ts';

// A process for every precision and pass: on a busy machine they take their time.
vi.setConfig({ testTimeout: 240_000 });

const root = path.resolve(import.meta.dirname, '../../../..');
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-bench-'));
  mkdirSync(path.join(folder, 'photos/deep'), { recursive: true });
  for (let at = 0; at < 6; at++) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" fill="#eee"/><circle cx="${50 + at * 9}" cy="60" r="${20 + at * 5}" fill="hsl(${at * 60} 70% 45%)"/></svg>`;
    await sharp(Buffer.from(svg))
      .png()
      .toFile(path.join(folder, 'photos/deep', `${at}.png`));
  }
  writeFileSync(path.join(folder, 'photos/broken.jpg'), 'no picture');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bench = (...words: readonly string[]) => runApart(folder, ['models', 'bench', ...words]);
const readProfile = (name: string): ModelProfile =>
  parseProfile(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));

it('measures the starter embedder on pictures, and writes what the factories take', async () => {
  const { code, out, err } = await bench(
    ...['photos', '--embedding', 'starter', '--seconds', '0.05', '--out', 'profile.json'],
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatch(/embedding: imgsearch-starter-embedding/);
  expect(out).toMatch(/In batches of (1|8)\./);
  const profile = readProfile('profile.json');
  expect(profile.pictures).toBe(7);
  const { measured } = profile.models['imgsearch-starter-embedding']!;
  expect(measured.map(({ precision }) => precision)).toEqual(['fp32', 'int8']);
  expect(measured[0]?.cosine).toEqual({ mean: 1, least: 1 });

  // The same cosine, by another way: both files in this process.
  const { manifest, modelPath } = starterEmbedding();
  const runtime = createOnnxRuntime({ workers: 1 });
  const imageProcessor = createSharpImageProcessor();
  const limits = { maxBytes: 1e8, maxPixels: 1e8, maxFrames: 1, timeout: 60_000, workingSize: 512 };
  const [full, small] = await Promise.all(
    (['fp32', 'int8'] as const).map((precision) =>
      createOnnxEmbedder({ runtime, manifest, modelPath, precision }),
    ),
  );
  const cosines: number[] = [];
  for (let at = 0; at < 6; at++) {
    const raster = await imageProcessor.decode(
      readFileSync(path.join(folder, 'photos/deep', `${at}.png`)),
      limits,
    );
    const [[one], [other]] = await Promise.all([full!.embedImages([raster]), small!.embedImages([raster])]);
    cosines.push(one!.reduce((sum, value, i) => sum + value * other![i]!, 0));
  }
  expect(measured[1]?.cosine.mean).toBeCloseTo(cosines.reduce((a, b) => a + b) / 6, 5);
  expect(measured[1]?.cosine.least).toBeCloseTo(Math.min(...cosines), 5);
  expect(measured.map(({ fingerprint }) => fingerprint)).toEqual([
    full!.info.fingerprint,
    small!.info.fingerprint,
  ]);

  // What it says is what a factory does; what is said to the factory comes first.
  const int8: ModelProfile = {
    ...profile,
    models: {
      [manifest.id]: {
        precision: 'int8',
        batchSize: 3,
        sameSpaceAs: [{ fingerprint: full!.info.fingerprint, cosine: 0.99 }],
        measured,
      },
    },
  };
  const chosen = await createOnnxEmbedder({ runtime, manifest, modelPath, profile: int8 });
  expect(chosen.info).toMatchObject({
    fingerprint: small!.info.fingerprint,
    maxBatchSize: 3,
    sameSpaceAs: [full!.info.fingerprint],
  });
  const over = await createOnnxEmbedder({
    runtime,
    manifest,
    modelPath,
    profile: int8,
    precision: 'fp32',
    batchSize: 5,
  });
  expect(over.info).toMatchObject({
    fingerprint: full!.info.fingerprint,
    maxBatchSize: 5,
    sameSpaceAs: undefined,
  });
  await expect(
    createOnnxEmbedder({ runtime, manifest, modelPath, profile: { format: 'x' } as never }),
  ).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
    hint: expect.stringContaining('imgsearch models bench'),
  });
  await Promise.all([runtime.close(), imageProcessor.close?.()]);
});

// That it takes the fast file where that says the same: models-bench.long.test.ts.
it.each([
  [['nowhere'], 'There are no pictures in nowhere'],
  [['photos', '--min-cosine', '2'], 'from 0 to 1'],
  [['photos', '--prefer', 'beauty'], 'speed, memory'],
])('%j ends with 2 and says what to do', async (words, said) => {
  const { code, err } = await runHere(folder, ['models', 'bench', ...words]);
  expect(err).toContain(said);
  expect(code).toBe(2);
});

function starterEmbedding(): { manifest: EmbeddingManifest; modelPath: string } {
  const modelPath = path.join(root, 'models/starter');
  return {
    manifest: JSON.parse(readFileSync(path.join(modelPath, 'src/manifests/embedding.json'), 'utf8')),
    modelPath,
  };
}
