import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findViolations } from './lib/import-boundaries.mjs';
import { root } from './lib/workspace.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-boundaries-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Violations of a workspace with nothing in it but one file. */
function violationsOf(file: string, text: string): string[] {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  const own = file.split('/').slice(0, 2).join('/');
  writeFileSync(path.join(folder, own, 'package.json'), '{ "peerDependencies": { "sharp": "*" } }');
  return findViolations(folder);
}

it('no source file of the workspace imports what it must not', () => {
  expect(findViolations(root)).toEqual([]);
});

it.each([
  ['packages/onnx/src/a.ts', '@imgsearch/sharp'],
  ['packages/sharp/src/a.ts', '@imgsearch/onnx/node'],
  ['packages/sharp/src/a.ts', '@imgsearch/models-starter'],
  ['packages/sharp/src/a.ts', '../../onnx/src/index.ts'],
  ['packages/sharp/src/a.ts', 'express'],
  ['packages/core/src/photo/a.ts', 'onnxruntime-node'],
  ['packages/core/src/photo/a.ts', 'node:fs'],
  ['packages/core/src/photo/a.ts', 'fs'],
  ['packages/core/src/photo/a.ts', '../search/index.ts'],
  ['packages/core/src/photo/a.ts', '../create-image-search-pipeline.ts'],
  ['packages/core/src/photo/a.ts', '../testing/index.ts'],
  ['packages/core/src/photo/a.ts', '../index.ts'],
  ['packages/core/src/node/a.ts', '../photo/a.ts'],
  ['packages/core/src/index.ts', '@imgsearch/onnx'],
  ['packages/core/src/index.ts', './node/index.ts'],
  ['packages/core/src/spec/a.ts', '../errors/index.ts'],
  ['packages/core/src/spec/a.ts', 'express'],
  ['packages/core/src/batching/a.ts', '../photo/a.ts'],
  ['packages/core/src/cache/deep/a.ts', '../../retry/a.ts'],
  ['packages/core/src/search/a.ts', '../indexing/a.ts'],
  ['packages/core/src/search/deep/a.ts', '../../indexing/a.ts'],
  ['packages/core/src/search/a.ts', './../spec/../indexing/a.ts'],
  ['packages/core/src/indexing/a.ts', '../search/a.ts'],
  ['packages/core/src/evaluation/a.ts', '../feedback/a.ts'],
  ['packages/core/src/classifiers/a.ts', '../photo/a.ts'],
  ['packages/core/src/index.ts', './classifiers/index.ts'],
  ['packages/core/src/store/a.ts', '../photo/a.ts'],
  ['packages/core/src/new-room/a.ts', '../spec/index.ts'],
])('%s must not import %s, however it is written', (file, specifier) => {
  for (const text of [
    `import { thing } from '${specifier}';`,
    `import '${specifier}';`,
    `import type { Thing } from '${specifier}';`,
    `import { type Thing } from '${specifier}';`,
    `export * from '${specifier}';`,
    `export type { Thing } from '${specifier}';`,
    `await import('${specifier}');`,
    `export type Thing = import('${specifier}').Thing;`,
  ]) {
    expect(violationsOf(file, text), text).toHaveLength(1);
  }
});

it.each([
  ['packages/onnx/src/a.ts', '@imgsearch/core'],
  ['packages/onnx/src/deep/a.ts', '../manifest/model-manifest.ts'],
  ['packages/onnx/src/a.ts', 'node:worker_threads'],
  ['packages/sharp/src/a.ts', 'sharp'],
  ['packages/core/src/spec/a.ts', './filter.ts'],
  ['packages/core/src/errors/a.ts', '../spec/index.ts'],
  ['packages/core/src/search/a.ts', '../photo/a.ts'],
  ['packages/core/src/search/a.test.ts', '../create-image-search-pipeline.ts'],
  ['packages/core/src/node/a.ts', 'node:fs/promises'],
  ['packages/core/src/index.ts', './create-image-search-pipeline.ts'],
])('%s may import %s', (file, specifier) => {
  expect(violationsOf(file, `import { thing } from '${specifier}';`)).toEqual([]);
});

it('a package that the table does not know is reported', () => {
  expect(violationsOf('packages/unknown/src/a.ts', '')).toHaveLength(1);
});
