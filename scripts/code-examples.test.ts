// What the documents and the comments tell people to write compiles against the packages as they are built.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { codeExamples } from './lib/code-examples.mjs';
import { commandFile, root } from './lib/workspace.mjs';

const folder = path.join(root, '.cache', 'code-examples');
const examples = codeExamples(root).map((example) => {
  const label = `${example.name}:${example.line}`;
  return { ...example, label, file: `${label.replaceAll(/[^\w-]/g, '_')}.ts` };
});
/** What an example in a comment may use unsaid: whatever the packages export, and the things it is about. */
const given = `
import type * as core from '@imgsearch/core';
import type * as onnx from '@imgsearch/onnx/node';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, it } from 'vitest';
declare const runtime: onnx.OnnxRuntime;
declare const imageProcessor: core.ImageProcessor;
declare const backgroundRemover: core.BackgroundRemover;
declare const embedder: core.RasterEmbedder;
declare const classifier: core.CategoryClassifier;
declare const store: core.VectorStore;
declare const raster: core.RasterImage;
declare const photo: Uint8Array;
declare const image: core.RasterImage;
type RasterImage = core.RasterImage;
declare const images: readonly core.RasterImage[];
declare const pipeline: core.ImageSearchPipeline<{ price: 'number' }>;
declare const fingerprint: core.Fingerprint;
declare const manifest: onnx.ClassificationManifest;
declare const preprocessing: onnx.Preprocessing;
declare const bytes: Uint8Array;
declare const products: readonly core.Product<{ price: 'number' }>[];
declare const folder: string;
declare const createMyStore: (options: { name: string; folder: string }) => core.VectorStore;
`;
/** What people import, without the packages' common name. */
const entries = [
  ...['core', 'core/testing', 'core/node', 'core/evaluation', 'core/classifiers', 'core/ensembles'],
  ...['core/migration', 'core/feedback', 'sharp', 'canvas', 'onnx', 'onnx/node', 'models-starter'],
  ...['lancedb', 'opensearch', 'bullmq', 'testkit', 'testkit/node', 'http', 'http/client', 'http/fetch'],
  'sources',
];
const mentions = (code: string, word: string): boolean => new RegExp(`\\b${word}\\b`).test(code);

async function preludeOf(code: string, name: string): Promise<string> {
  const own = Object.keys(await import(path.join(root, name))).filter((each) => mentions(code, each));
  const lines = [given];
  // What the package keeps to itself is known to its own comments.
  if (own.length > 0) lines.push(`import { ${own.join(', ')} } from '../../${name}';`);
  // Core's helper of that name is for options; in an example it is the test runner's.
  const taken = new Set([...own, 'describe']);
  for (const entry of entries) {
    const exported = Object.keys(await import(`@imgsearch/${entry}`));
    const used = exported.filter((name) => !taken.has(name) && mentions(code, name));
    for (const name of used) taken.add(name);
    if (used.length > 0) lines.push(`import { ${used.join(', ')} } from '@imgsearch/${entry}';`);
  }
  return lines.join('\n');
}

const wrong = {
  file: 'wrong.ts',
  name: 'wrong.ts',
  place: 'document',
  code: `import { nothing } from '@imgsearch/core';\nnothing();\n`,
};
let complaints: string[] = [];

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, name, code, place } of [...examples, wrong]) {
    const bare = place === 'comment' && !/^import /m.test(code);
    const text = bare
      ? `${await preludeOf(code, name)}\nexport async function example() {\n${code}\n}`
      : code;
    writeFileSync(path.join(folder, file), `${text}\nexport {};\n`);
  }
  const compilerOptions = { noEmit: true, composite: false, declaration: false, declarationMap: false };
  // No package of the root: it is private.
  const paths = { '@imgsearch/demo-catalog': ['../../examples/catalog/src/index.ts'] };
  const relaxed = { paths, emitDeclarationOnly: false, isolatedDeclarations: false, noUnusedLocals: false };
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { ...compilerOptions, ...relaxed },
      include: ['*.ts'],
      exclude: [],
    }),
  );
  const result = spawnSync(
    process.execPath,
    [commandFile('typescript', 'tsc'), '-p', folder, '--pretty', 'false'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  complaints = `${result.stdout}${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
});

it('there are examples', () => {
  expect(examples.map((example) => example.name)).toContain('README.md');
});

it('a wrong example is noticed', () => {
  expect(complaints.filter((line) => line.includes(wrong.file))).not.toEqual([]);
});

it('every public factory has an example', async () => {
  const shown = examples.filter(({ place }) => place === 'comment').map(({ code }) => code);
  const factories = await Promise.all(
    entries.map(async (entry) =>
      Object.keys(await import(`@imgsearch/${entry}`)).filter((name) => /^create[A-Z]/.test(name)),
    ),
  );
  expect(factories.flat()).toContain('createImageSearchPipeline');
  expect(factories.flat().filter((name) => !shown.some((code) => mentions(code, name)))).toEqual([]);
});

it.each(examples.map(({ label, file }) => [label, file]))('%s', (_, file) => {
  // Lines that name no file are complaints about the whole.
  const mine = complaints.filter((line) => line.startsWith(`${file}(`) || !/^(\w[\w-]*\.ts\(|\s)/.test(line));
  expect(mine).toEqual([]);
});
