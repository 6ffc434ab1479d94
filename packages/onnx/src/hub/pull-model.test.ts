import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { downloadFileToCacheDir, scanCacheDir } from '@huggingface/hub';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOnnxEmbedder } from '../adapters/create-onnx-embedder.ts';
import { createOnnxRuntime } from '../node/create-onnx-runtime.ts';
import {
  COMMIT,
  filesIn,
  GRAPH,
  newFolder,
  REPOSITORY,
  removeFolder,
  repositoryOf,
  TEXT,
  TOKENIZER,
  twoTowers,
} from '../testing/hub-model.ts';
import { createHubServer, gitHash, type HubServer, sha256 } from '../testing/hub-server.ts';
import { embeddingManifest, GRAPHS, plain } from '../testing/tiny-models.ts';
import { pullModel } from './pull-model.ts';
import type { PullOptions, PullProgress } from './pull-options.ts';

let hub: HubServer;
let cache: string;
beforeAll(async () => {
  hub = await createHubServer({});
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.reset();
  hub.repositories[REPOSITORY] = repositoryOf();
  cache = newFolder();
});
afterEach(() => removeFolder(cache));

const pull = (options: Partial<PullOptions> = {}) =>
  pullModel(twoTowers, { repository: REPOSITORY, cache, from: hub.url, retries: 0, ...options });
const files = () => hub.repositories[REPOSITORY]!.files;
const gets = () => hub.requests.filter(({ method }) => method === 'GET');

describe('pullModel', () => {
  it('lays a model out as the Hub does: blobs by hash, a snapshot of relative links, a ref', async () => {
    const { model, commit, asked } = await pull();
    expect({ commit, asked }).toEqual({ commit: COMMIT, asked: true });
    expect(model.modelPath).toBe(path.join(cache, 'models--shop--model', 'snapshots', COMMIT));
    const [vision, text, tokenizer] = [files()[GRAPH]!, files()[TEXT]!, files()[TOKENIZER]!];
    expect(filesIn(cache)).toEqual({
      [`.no_exist/${COMMIT}/${GRAPH}_data`]: 0,
      [`.no_exist/${COMMIT}/${TEXT}_data`]: 0,
      [`blobs/${sha256(vision)}`]: vision.length,
      [`blobs/${sha256(text)}`]: text.length,
      [`blobs/${gitHash(tokenizer)}`]: tokenizer.length,
      'refs/main': 40,
      [`snapshots/${COMMIT}/${GRAPH}`]: vision.length,
      [`snapshots/${COMMIT}/${TEXT}`]: text.length,
      [`snapshots/${COMMIT}/${TOKENIZER}`]: tokenizer.length,
    });
    expect(readlinkSync(path.join(model.modelPath, GRAPH))).toBe(
      path.join('..', '..', '..', 'blobs', sha256(vision)),
    );
    for (const [name, bytes] of Object.entries(files()))
      expect(readFileSync(path.join(model.modelPath, name)).equals(bytes)).toBe(true);
    expect(hub.sent()).toBe(vision.length + text.length + tokenizer.length);
  });

  it('fetches nothing twice, and asks nobody about a commit', async () => {
    await pull();
    hub.reset();
    await pull();
    expect(gets()).toEqual([]);
    expect(hub.requests.length).toBeGreaterThan(0);
    hub.reset();
    expect(await pull({ revision: COMMIT })).toMatchObject({ asked: false, commit: COMMIT });
    expect(hub.requests).toEqual([]);
  });

  it('takes a branch for what it is now, and keeps the version before', async () => {
    await pull();
    const next = 'd'.repeat(40);
    const moved = repositoryOf(200_000);
    hub.repositories[REPOSITORY] = { ...moved, commit: next, refs: { v1: COMMIT, 'pr/1': next } };
    expect((await pull()).commit).toBe(next);
    const { commit, asked } = await pull({ revision: COMMIT });
    expect({ commit, asked }).toEqual({ commit: COMMIT, asked: false });
    await pull({ revision: 'pr/1' });
    expect(readFileSync(path.join(cache, 'models--shop--model', 'refs', 'pr', '1'), 'utf8')).toBe(next);
  });

  it('sends the token to the hub alone', async () => {
    hub.repositories[REPOSITORY] = { ...repositoryOf(), token: 'hf_secret' };
    await pull({ token: 'hf_secret' });
    const told = hub.requests.map(({ host, authorization }) => `${host} ${authorization}`);
    expect(new Set(told)).toEqual(new Set(['hub Bearer hf_secret', 'cdn undefined']));
  });

  it.each(['HEAD', 'GET'])('sends it to nobody that a %s is redirected to', async (asked) => {
    hub.repositories[REPOSITORY] = { ...repositoryOf(), token: 'hf_secret' };
    // A stranger at another origin, before the hub has told anything of the file.
    hub.misbehave = ({ host, method, path: name }, response) => {
      if (host === 'cdn' && name.startsWith('/stranger'))
        response.writeHead(404, { 'x-error-code': 'RepoNotFound' });
      else if (host === 'hub' && method === asked)
        response.writeHead(307, { location: `${hub.cdn}/stranger${name}` });
      else return false;
      response.end();
      return true;
    };
    await expect(pull({ token: 'hf_secret' })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    const strangers = hub.requests.filter(({ path: name }) => name.startsWith('/stranger'));
    expect(strangers.length).toBeGreaterThan(0);
    expect(strangers.map(({ authorization }) => authorization)).toEqual(strangers.map(() => undefined));
  });

  it('follows no redirect from https to http', async () => {
    const asked: string[] = [];
    const redirecting = async (url: string): Promise<Response> => {
      asked.push(url);
      return new Response(null, {
        status: 302,
        headers: { location: `http://models.example${new URL(url).pathname}` },
      });
    };
    const from = 'https://models.example';
    await expect(pull({ from, token: 'hf_secret', fetch: redirecting })).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('from https to http'),
      retryable: false,
    });
    expect(asked).toHaveLength(1);
  });

  it('asked for twice at once in one process, fetches each byte once', async () => {
    const both = await Promise.all([pull(), pull()]);
    expect(both.map(({ commit }) => commit)).toEqual([COMMIT, COMMIT]);
    expect(hub.sent()).toBe(Object.values(files()).reduce((sum, { length }) => sum + length, 0));
  });

  it('tells progress to the last byte', async () => {
    const seen: PullProgress[] = [];
    await pull({ onProgress: (progress) => seen.push(progress) });
    const total = Object.values(files()).reduce((sum, { length }) => sum + length, 0);
    expect(seen.at(-1)).toMatchObject({ path: TOKENIZER, allLoaded: total, allTotal: total });
    for (const [at, { allLoaded }] of seen.entries())
      expect(allLoaded).toBeGreaterThanOrEqual(seen[at - 1]?.allLoaded ?? 0);
  });

  it('offline: takes what the cache has, and says what it lacks', async () => {
    await expect(pull({ offline: true })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining(`${GRAPH}, ${TEXT}, ${TOKENIZER} are missing`),
    });
    await pull({ text: false });
    await expect(pull({ offline: true })).rejects.toMatchObject({
      message: expect.stringContaining(`${TEXT}, ${TOKENIZER} are missing`),
    });
    await pull();
    hub.reset();
    expect(await pull({ offline: true })).toMatchObject({ commit: COMMIT, asked: false });
    expect(hub.requests).toEqual([]);
  });

  it('takes the whole cache where nobody answers, and says so', async () => {
    const from = hub.nobody;
    await expect(pull({ from })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true });
    await pull();
    const warned: string[] = [];
    const logger = { debug() {}, info() {}, error() {}, warn: (text: string) => void warned.push(text) };
    expect(await pull({ from, logger })).toMatchObject({ commit: COMMIT, asked: false });
    expect(warned.join()).toContain(`Using what the cache has of ${REPOSITORY}`);
  });

  it('finds again, and fetches anew, what the disk has damaged', async () => {
    const { model } = await pull();
    const graph = path.join(model.modelPath, GRAPH);
    const bytes = readFileSync(graph);
    bytes[1000]! ^= 1;
    writeFileSync(graph, bytes);
    hub.reset();
    await expect(pull({ verify: true, offline: true })).rejects.toMatchObject({
      code: 'MODEL_CORRUPT',
      message: expect.stringContaining(graph),
    });
    await pull({ verify: true });
    expect(readFileSync(graph).equals(files()[GRAPH]!)).toBe(true);
    expect(hub.sent()).toBe(bytes.length);
    expect(await pull({ verify: true, offline: true })).toMatchObject({ commit: COMMIT });
  });

  it('runs what it has pulled', async () => {
    const manifest = { ...embeddingManifest(), files: { fp32: { path: 'onnx/model.onnx' } } };
    const graph = readFileSync(path.join(GRAPHS, 'embedding.onnx'));
    hub.repositories['shop/tiny'] = { commit: COMMIT, files: { 'onnx/model.onnx': graph } };
    const { model } = await pullModel(manifest, { repository: 'shop/tiny', cache, from: hub.url });
    await using runtime = createOnnxRuntime({ workers: 1 });
    const embedder = await createOnnxEmbedder({ runtime, ...model });
    const [vector] = await embedder.embedImages([plain([255, 0, 0])]);
    expect(vector?.[0]).toBeCloseTo(Math.SQRT1_2);
  });
});

describe('weights in a file of their own', () => {
  it('are pulled with their graph, and run from behind the links', async () => {
    const manifest = { ...embeddingManifest(), files: { fp32: { path: 'onnx/model.onnx' } } };
    const read = (name: string): Buffer => readFileSync(path.join(GRAPHS, 'beside', name));
    const graph = { 'onnx/model.onnx': read('model.onnx'), 'onnx/model.onnx_data': read('model.onnx_data') };
    hub.repositories['shop/large'] = { commit: COMMIT, files: graph };
    const { model, files: pulled } = await pullModel(manifest, {
      repository: 'shop/large',
      cache,
      from: hub.url,
    });
    expect(pulled.map(({ path: name }) => name)).toEqual(Object.keys(graph));
    await using runtime = createOnnxRuntime({ workers: 1 });
    const embedder = await createOnnxEmbedder({ runtime, ...model });
    const [vector] = await embedder.embedImages([plain([255, 0, 0])]);
    expect(vector?.[0]).toBeCloseTo(Math.SQRT1_2);
  });
});

describe('a folder', () => {
  it.each([
    ['another cache', (from: string) => from],
    ['of a file server', (from: string) => path.join(from, REPOSITORY, 'resolve', 'main')],
    ['a clone', (from: string) => path.join(from, REPOSITORY)],
    ['the files themselves', (from: string) => from],
  ])('is taken as a source: %s', async (what, placeOf) => {
    const carried = newFolder();
    try {
      const { model } = await pull();
      if (what === 'another cache') await cp(cache, carried, { recursive: true, verbatimSymlinks: true });
      else await cp(model.modelPath, placeOf(carried), { recursive: true, dereference: true });
      removeFolder(cache);
      hub.reset();
      const taken = await pull({ from: carried });
      expect(hub.requests).toEqual([]);
      for (const [name, bytes] of Object.entries(files()))
        expect(readFileSync(path.join(taken.model.modelPath, name)).equals(bytes)).toBe(true);
      expect(await pull({ offline: true })).toMatchObject({ commit: taken.commit });
      if (what === 'another cache') expect(taken.commit).toBe(COMMIT);
    } finally {
      removeFolder(carried);
    }
  });

  it('says what it does not have', async () => {
    const carried = newFolder();
    await expect(pull({ from: carried })).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining(GRAPH),
    });
    removeFolder(carried);
    expect(filesIn(cache)).toEqual({});
  });
});

describe("the Hub's own library", () => {
  it('reads our cache: every file, the ref, and takes it for its own download', async () => {
    const { model } = await pull();
    const { repos, warnings } = await scanCacheDir(cache);
    expect(warnings).toEqual([]);
    expect(repos[0]).toMatchObject({ id: { name: REPOSITORY, type: 'model' }, filesCount: 1 });
    expect(repos[0]?.revisions[0]).toMatchObject({ commitOid: COMMIT, refs: ['main'] });
    hub.reset();
    const own = await downloadFileToCacheDir({
      repo: REPOSITORY,
      path: GRAPH,
      revision: COMMIT,
      cacheDir: cache,
      hubUrl: hub.url,
    });
    expect(own).toBe(path.join(model.modelPath, GRAPH));
    expect(hub.requests).toEqual([]);
  });
});

describe('options', () => {
  it.each([
    ['repository', '../secret'],
    ['repository', 'a/b/c'],
    ['repository', '/etc'],
    ['revision', '../main'],
    ['revision', 'a/../../b'],
    ['revision', 'a\\b'],
    ['cache', ''],
    ['from', 'ftp://models.example'],
    ['from', 'https://user:secret@models.example'],
    ['token', 'two words'],
    ['timeout', 0],
    ['retries', -1],
    ['fetch', 'fetch'],
    ['folder', 'x'],
  ])('%s: %j is refused by name, and nothing is written', async (name, value) => {
    const error = await pull({ [name]: value } as never).catch((error: Error) => error);
    expect(error).toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(`${(error as Error).message} ${(error as { hint?: string }).hint}`).toContain(name);
    expect((error as Error).message).not.toContain('secret@');
    expect(filesIn(cache)).toEqual({});
    expect(hub.requests).toEqual([]);
  });

  it('sends no token without TLS', async () => {
    await expect(pull({ from: 'http://models.example', token: 'hf_secret' })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('https'),
    });
  });

  it('a model without a published place needs one', async () => {
    await expect(pullModel(twoTowers, { cache })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
