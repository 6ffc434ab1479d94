import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ModelChoice } from '../components.ts';
import { checkModels } from './check-models.ts';
import type { Finding } from './finding.ts';

const starter = path.resolve(import.meta.dirname, '../../../../models/starter');
const manifest = JSON.parse(readFileSync(path.join(starter, 'src/manifests/embedding.json'), 'utf8'));
const weights = readFileSync(path.join(starter, manifest.files.int8.path));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-models-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function look(choice: ModelChoice): Promise<Record<string, Finding>> {
  const found: Record<string, Finding> = {};
  for await (const finding of checkModels(choice)) found[String(finding.facts?.role)] = finding;
  return found;
}

/** The starter embedder's int8 file as somebody's own, after something happened to it. */
function own(name: string, bytes: Uint8Array | undefined, stated: object = manifest.files.int8): string {
  const file = path.join(folder, `${name}.json`);
  if (bytes) writeFileSync(path.join(folder, `${name}.onnx`), bytes);
  const files = { int8: { ...stated, path: `${name}.onnx` } };
  writeFileSync(file, JSON.stringify({ ...manifest, id: name, files }));
  return file;
}

it('the starter models are what their manifests say, in every precision, and load', async () => {
  const found = await look({});
  expect(Object.keys(found)).toEqual(['background', 'embedding', 'category']);
  for (const finding of Object.values(found)) {
    expect(finding.state).toBe('fine');
    for (const line of finding.details!) expect(line).toMatch(/is what the manifest says$/);
  }
  expect(found.embedding?.details).toHaveLength(2);
});

const flipped = Uint8Array.from(weights);
flipped[weights.length >> 1]! ^= 1;
const noise = Uint8Array.from(weights, (_, at) => (at * 197 + (at >> 8)) % 256);

it.each([
  ['truncated', weights.subarray(0, 1_000_000), manifest.files.int8, 'MODEL_CORRUPT', /has 1000000 bytes/],
  ['flipped', flipped, manifest.files.int8, 'MODEL_CORRUPT', /SHA-256/],
  ['missing', undefined, manifest.files.int8, 'MODEL_NOT_FOUND', /there is no missing\.onnx/],
  ['empty', new Uint8Array(), {}, 'MODEL_CORRUPT', /it is empty/],
  ['noise', noise, {}, 'MODEL_CORRUPT', /could not load/],
  ['cut-without-hash', weights.subarray(0, 1_000_000), {}, 'MODEL_CORRUPT', /could not load/],
  ['page', Buffer.from('<!DOCTYPE html><title>404</title>'), {}, 'MODEL_CORRUPT', /it is a web page/],
])(
  'a %s file is told, with what to do, and the other models are still looked at',
  async (name, bytes, stated, code, said) => {
    const found = await look({ embedding: own(name, bytes, stated) });
    expect(found.embedding).toMatchObject({ state: 'broken', facts: { code } });
    expect(found.embedding?.summary).toMatch(said);
    expect(found.embedding?.next?.[0]).toMatch(/\w/);
    expect(found.background?.state).toBe('fine');
  },
);

it('a precision that is broken and not used is worth a note', async () => {
  copyFileSync(path.join(starter, manifest.files.fp32.path), path.join(folder, 'both.onnx'));
  writeFileSync(path.join(folder, 'both.int8.onnx'), flipped);
  const files = {
    fp32: { ...manifest.files.fp32, path: 'both.onnx' },
    int8: { ...manifest.files.int8, path: 'both.int8.onnx' },
    fp16: { path: 'both.fp16.onnx' },
  };
  const file = path.join(folder, 'both.json');
  writeFileSync(file, JSON.stringify({ ...manifest, files }));
  const { embedding } = await look({ embedding: file });
  expect(embedding?.state).toBe('note');
  expect(embedding?.details).toEqual([
    'fp32: both.onnx is what the manifest says',
    expect.stringMatching(/^int8: both\.int8\.onnx is another file: its SHA-256 is [0-9a-f]{64}$/),
    'fp16: both.fp16.onnx is not there',
  ]);
});

it('a manifest that is none is told', async () => {
  const { embedding } = await look({ embedding: path.join(folder, 'nowhere.json') });
  expect(embedding).toMatchObject({ state: 'broken', facts: { code: 'MODEL_NOT_FOUND' } });
});
