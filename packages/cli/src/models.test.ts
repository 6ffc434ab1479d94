import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelCards } from '@imgsearch/onnx';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createHubServer, type HubServer } from '../../onnx/src/testing/hub-server.ts';
import { embeddingManifest, GRAPHS } from '../../onnx/src/testing/tiny-models.ts';
import { type Ended, runHere } from '../test/terminal.ts';

const COMMIT = 'abc123'.padEnd(40, '0');
const tiny = { ...embeddingManifest(), id: 'tiny', files: { fp32: { path: 'onnx/model.onnx' } } };
const graph = readFileSync(path.join(GRAPHS, 'embedding.onnx'));
let hub: HubServer;
let folder: string;

beforeAll(async () => {
  hub = await createHubServer({});
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.reset();
  hub.repositories['shop/tiny'] = { commit: COMMIT, files: { 'onnx/model.onnx': graph } };
  if (folder) rmSync(folder, { recursive: true });
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-cli-models-'));
  writeFileSync(path.join(folder, 'tiny.json'), JSON.stringify(tiny));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const variables = () => ({
  ...{ HF_HOME: path.join(folder, 'hf'), HF_ENDPOINT: hub.url },
  ...{ HF_HUB_CACHE: undefined, HF_TOKEN: undefined, HF_HUB_OFFLINE: undefined },
});
const models = (words: readonly string[], more: Record<string, string> = {}): Promise<Ended> =>
  runHere(folder, ['models', ...words], { ...variables(), ...more });

/** In a process of its own, which is stopped by Ctrl-C in the middle of a file. */
function interruptedModels(words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bin.ts'), 'models', ...words], {
      cwd: folder,
      env: { ...process.env, ...variables() },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => resolve({ code, out, err }));
    hub.misbehave = stopAtBody(() => child.kill('SIGINT'));
  });
}
/** Half of the graph goes out, and then Ctrl-C. */
const stopAtBody =
  (stop: () => void): HubServer['misbehave'] =>
  ({ host, method }, response, file) => {
    if (host !== 'cdn' || method !== 'GET' || !file) return false;
    response.writeHead(200, { 'content-length': file.length });
    response.write(file.subarray(0, file.length >> 1), () => setTimeout(stop, 200));
    return true;
  };

const pullTiny = ['pull', 'tiny.json', '--repository', 'shop/tiny'];
const checkTiny = ['check', 'tiny.json', '--repository', 'shop/tiny'];

it('lists and shows: licence, commercial use, languages, what for', async () => {
  const { code, out } = await models(['list', '--json']);
  expect(code).toBe(0);
  const listed = JSON.parse(out) as Record<string, unknown>[];
  const of = (id: string) => listed.find((model) => model.id === id);
  expect(of('imgsearch-starter-embedding')).toMatchObject({
    files: 'included',
    commercialUse: 'yes',
    size: 256,
  });
  expect(of('clip-vit-b-32')).toMatchObject({
    files: 'pull',
    licence: 'MIT',
    commercialUse: 'yes',
    size: 512,
  });
  expect(of('mobileclip-s0')).toMatchObject({ commercialUse: 'no' });
  expect(of('unet-512')).toMatchObject({ commercialUse: 'not stated', files: 'make' });
  expect(of('siglip2-base-patch16-224')?.languages).toContain('ko');
  const shown = await models(['show', 'mobileclip-s0']);
  expect(shown.out).toMatch(/licence +LicenseRef-Apple-AMLR, NO COMMERCIAL USE/);
  expect(await models(['show', 'nothing'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('MODEL_NOT_FOUND'),
  });
  expect(hub.requests).toEqual([]);
});

it('pulls where the environment says, checks, and finds a changed byte', async () => {
  hub.repositories['shop/tiny'] = { ...hub.repositories['shop/tiny']!, token: 'hf_right' };
  const refused = await models(pullTiny, { HF_TOKEN: 'hf_wrong' });
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('MODEL_UNAUTHORIZED') });
  expect(refused.err).not.toContain('hf_wrong');
  expect(await models(checkTiny)).toMatchObject({ code: 1, out: expect.stringContaining('MODEL_NOT_FOUND') });

  const pulled = await models(pullTiny, { HF_TOKEN: 'hf_right' });
  expect(pulled).toMatchObject({
    code: 0,
    err: expect.stringContaining('commercial use is allowed is not stated'),
  });
  const place = path.join(realpathSync(folder), 'hf', 'hub', 'models--shop--tiny', 'snapshots', COMMIT);
  expect(pulled.out).toContain(`1 file of shop/tiny at ${COMMIT}`);
  expect(pulled.out.trim().split('\n').at(-1)).toBe(place);
  const offline = await models([...pullTiny, '--json'], { HF_HUB_OFFLINE: '1' });
  expect(JSON.parse(offline.out)).toMatchObject({ commit: COMMIT, asked: false, modelPath: place });

  const good = await models(checkTiny);
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toMatch(/^tiny works on cpu, .* its files are intact/);
  const file = path.join(place, 'onnx', 'model.onnx');
  const bytes = readFileSync(file);
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(file, bytes);
  const bad = await models(checkTiny);
  expect(bad.code).toBe(1);
  expect(bad.out).toMatch(/^tiny DOES NOT WORK\n {2}MODEL_CORRUPT: .*model\.onnx/);
  expect(await models([...pullTiny, '--verify', '--token', 'hf_right'])).toMatchObject({ code: 0 });
  expect(await models(checkTiny)).toMatchObject({ code: 0 });
});

it('checks files beside their manifest, one broken model among good ones', async () => {
  writeFileSync(path.join(folder, 'own.json'), JSON.stringify(embeddingManifest()));
  copyFileSync(path.join(GRAPHS, 'embedding.onnx'), path.join(folder, 'embedding.onnx'));
  const wrong = { ...embeddingManifest(), id: 'wrong', output: { name: 'embedding', dimensions: 5 } };
  writeFileSync(path.join(folder, 'wrong.json'), JSON.stringify(wrong));
  const { code, out } = await models([
    'check',
    'own.json',
    'wrong.json',
    'imgsearch-starter-embedding',
    '--json',
  ]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject([
    { id: 'embedding', ok: true },
    { id: 'wrong', ok: false, code: 'MODEL_MISMATCH' },
    { id: 'imgsearch-starter-embedding', ok: true },
  ]);
});

it('pulls a preset from where its card says, and says that it is no model', async () => {
  const { repository, revision } = modelCards.u2netp.hub!;
  hub.repositories[repository] = { commit: revision!, files: { 'onnx/model.onnx': Buffer.alloc(5000, 7) } };
  const { code, out } = await models(['pull', 'u2netp']);
  expect(code).toBe(0);
  expect(out).toContain(`${repository} at ${revision}`);
  expect(JSON.parse((await models(['list', '--json'])).out)).toContainEqual(
    expect.objectContaining({ id: 'u2netp', files: 'pulled' }),
  );
  expect(await models(['check', 'u2netp'])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^u2netp DOES NOT WORK\n {2}MODEL_CORRUPT/),
  });
  expect(await models(['pull', 'imgsearch-starter-embedding'])).toMatchObject({ code: 2 });
  expect(await models(['pull', 'u2netp', '--precision', 'fp64'])).toMatchObject({ code: 2 });
});

it('takes the id of a pulled preset where a command takes a model', async () => {
  const words = ['check', '--embedding', 'dinov2-small'];
  expect(await models(words)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/MODEL_NOT_FOUND.*\n.*imgsearch models pull dinov2-small/),
  });
  // Its twin has a vector of 16, not of 384: found in the cache, and held to the preset.
  const twin = path.join(import.meta.dirname, '../../onnx/golden/twins/dinov2-small/onnx/model.onnx');
  const { repository, revision = COMMIT } = modelCards['dinov2-small'].hub!;
  hub.repositories[repository] = { commit: revision, files: { 'onnx/model.onnx': readFileSync(twin) } };
  expect(await models(['pull', 'dinov2-small'])).toMatchObject({ code: 0 });
  expect(await models(words)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/MODEL_MISMATCH.*snapshots.*model\.onnx/),
  });
  expect(await models(['check', '--background', 'dinov2-small'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('is a embedding model'),
  });
});

it('is stopped by Ctrl-C with 130, and goes on from there', async () => {
  const interrupted = await interruptedModels(pullTiny);
  expect(interrupted).toMatchObject({ code: 130, err: expect.stringContaining('Stopping') });
  hub.reset();
  expect(await models(pullTiny)).toMatchObject({ code: 0 });
  expect(hub.sent()).toBe(graph.length - (graph.length >> 1));
});
