// Long, because it is the table of docs/models-from-the-hub.md, a test a row.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import path from 'node:path';
import type { ErrorCode } from '@imgsearch/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  COMMIT,
  filesIn,
  GRAPH,
  newFolder,
  REPOSITORY,
  randomBytes,
  removeFolder,
  repositoryOf,
  TEXT,
  TOKENIZER,
  twoTowers,
} from '../testing/hub-model.ts';
import { createHubServer, type HubServer, type Misbehaviour, sha256 } from '../testing/hub-server.ts';
import { pullModel } from './pull-model.ts';
import type { PullOptions } from './pull-options.ts';

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

const graph = repositoryOf().files[GRAPH]!;
const blob = `blobs/${sha256(graph)}`;
const begun = `${blob}.imgsearch.incomplete`;
const HALF = 150_000;

const pull = (options: Partial<PullOptions> = {}) =>
  pullModel(twoTowers, {
    repository: REPOSITORY,
    cache,
    from: hub.url,
    retries: 2,
    retryDelay: 1,
    ...options,
  });
const inCache = (name: string): string => path.join(cache, 'models--shop--model', name);
/** Lays down what an earlier run would have left. */
function leave(name: string, bytes: Buffer): void {
  mkdirSync(path.dirname(inCache(name)), { recursive: true });
  writeFileSync(inCache(name), bytes);
}
const whole = async (options?: Partial<PullOptions>): Promise<void> => {
  const { model } = await pull(options);
  for (const [name, bytes] of Object.entries(hub.repositories[REPOSITORY]!.files))
    expect(readFileSync(path.join(model.modelPath, name)).equals(bytes)).toBe(true);
  expect(Object.keys(filesIn(cache)).filter((name) => name.includes('incomplete'))).toEqual([]);
};
/** Ranges of the graph that the storage was asked for, in order. */
const ranges = () =>
  hub.requests
    .filter(({ host, path: name }) => host === 'cdn' && name.includes(sha256(graph)))
    .map(({ range }) => range);

const onStorage = (
  act: (
    response: ServerResponse,
    file: Buffer,
    range: string | undefined,
    turn: number,
  ) => boolean | undefined,
): Misbehaviour => {
  let turn = 0;
  return ({ host, range }, response, file) =>
    host === 'cdn' && file?.equals(graph) ? (act(response, file, range, turn++) ?? true) : false;
};
/** Sends a file's beginning, and when that has gone out, does worse. */
function begin(response: ServerResponse, file: Buffer, then: () => void, from = 0, to = HALF): void {
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': file.length - from,
    ...(from > 0 && { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }),
  });
  response.write(file.subarray(from, to), () => setTimeout(then, 30));
}
const everyone =
  (status: number, headers: Record<string, string> = {}, body = 'no'): Misbehaviour =>
  (_seen, response) => {
    response.writeHead(status, headers);
    response.end(body);
    return true;
  };

interface Fault {
  readonly what: string;
  readonly misbehave?: Misbehaviour;
  readonly options?: Partial<PullOptions>;
  /** Asks where nobody listens. */
  readonly elsewhere?: true;
  readonly code: ErrorCode;
  readonly says: RegExp;
  /** Files of the repository that are left, all of them. */
  readonly left?: Record<string, number>;
  readonly retryable?: boolean;
}

/** Each ends in an error. The table of docs/models-from-the-hub.md says the same. */
const faults: readonly Fault[] = [
  {
    what: 'no such repository',
    options: { repository: 'shop/other' },
    code: 'MODEL_NOT_FOUND',
    says: /no repository shop\/other, or it is private/,
  },
  {
    what: 'no such revision',
    options: { revision: 'v9' },
    code: 'MODEL_NOT_FOUND',
    says: /no revision "v9"/,
  },
  {
    what: 'no such file',
    options: { precision: 'int8' },
    code: 'MODEL_NOT_FOUND',
    says: /has no file onnx\/vision_model_int8\.onnx/,
  },
  {
    what: 'a wrong token',
    misbehave: everyone(401),
    options: { token: 'hf_wrong' },
    code: 'MODEL_UNAUTHORIZED',
    says: /refuses the token \(status 401\)/,
  },
  {
    what: 'a token asked for, none given',
    misbehave: everyone(403),
    code: 'MODEL_UNAUTHORIZED',
    says: /asks for a token \(status 403\)/,
  },
  {
    what: 'a gated repository',
    misbehave: everyone(403, { 'x-error-code': 'GatedRepo' }),
    options: { token: 'hf_right' },
    code: 'MODEL_UNAUTHORIZED',
    says: /is gated/,
  },
  {
    what: 'nobody listens',
    elsewhere: true,
    code: 'MODEL_UNAVAILABLE',
    says: /could not be read: .*ECONNREFUSED/,
    retryable: true,
  },
  {
    what: 'status 500, again and again',
    misbehave: everyone(500),
    code: 'MODEL_UNAVAILABLE',
    says: /status 500/,
    retryable: true,
  },
  {
    what: 'asked to come back in an hour',
    misbehave: everyone(429, { 'retry-after': '3600' }),
    code: 'MODEL_UNAVAILABLE',
    says: /status 429/,
    retryable: true,
  },
  {
    what: 'no hub at all',
    misbehave: everyone(200, { 'content-type': 'application/octet-stream' }, 'hello'),
    code: 'MODEL_UNAVAILABLE',
    says: /no hub and no mirror of one/,
    retryable: false,
  },
  {
    what: 'a login page before the hub',
    misbehave: everyone(200, { 'content-type': 'text/html; charset=utf-8', etag: '"x"' }, '<html>'),
    code: 'MODEL_CORRUPT',
    says: /a web page is sent in its place/,
  },
  {
    what: 'a web page from the storage',
    misbehave: onStorage((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>');
      return true;
    }),
    code: 'MODEL_CORRUPT',
    says: /a web page is sent in its place/,
  },
  {
    what: 'redirects in a circle',
    misbehave: ({ path: name }, response) => {
      response.writeHead(302, { location: `${name}x`.slice(0, 90) });
      response.end();
      return true;
    },
    code: 'MODEL_UNAVAILABLE',
    says: /redirects that leads nowhere/,
    retryable: false,
  },
  {
    what: 'a redirect to something that is no web address',
    misbehave: everyone(302, { location: 'file:///etc/passwd' }),
    code: 'MODEL_UNAVAILABLE',
    says: /redirects to an address that is not followed/,
    retryable: false,
  },
  {
    what: 'a commit that would lead out of the cache',
    misbehave: everyone(200, { 'x-repo-commit': '../../../escaped', etag: '"x"' }),
    code: 'MODEL_UNAVAILABLE',
    says: /without a commit/,
    retryable: false,
  },
  {
    what: 'another commit than the one that was asked for',
    misbehave: everyone(200, { 'x-repo-commit': 'f'.repeat(40), etag: '"x"' }),
    options: { revision: COMMIT },
    code: 'MODEL_CORRUPT',
    says: /is of commit f+, and c0ffee0+ was asked for/,
  },
  {
    what: 'the connection reset in the middle, every time',
    misbehave: onStorage((response, file, range) => {
      if (range) response.destroy();
      else begin(response, file, () => response.destroy());
      return true;
    }),
    code: 'MODEL_UNAVAILABLE',
    says: /could not be read/,
    left: { [begun]: HALF },
    retryable: true,
  },
  {
    what: 'silence in the middle',
    misbehave: onStorage((response, file, range) => {
      if (!range) begin(response, file, () => undefined);
      return true;
    }),
    options: { timeout: 250 },
    code: 'TIMEOUT',
    says: /sent nothing for 250 ms/,
    left: { [begun]: HALF },
    retryable: true,
  },
  {
    what: 'cut short, with a whole ending',
    misbehave: onStorage((response, file, range) => {
      if (range) response.writeHead(206, { 'content-range': `bytes ${HALF}-299999/300000` });
      if (!range) response.write(file.subarray(0, HALF));
      response.end();
      return true;
    }),
    code: 'MODEL_UNAVAILABLE',
    says: /ended after 150000 of 300000 bytes/,
    left: { [begun]: HALF },
    retryable: true,
  },
  {
    what: 'announced shorter than listed',
    misbehave: onStorage((response, file) => {
      response.writeHead(200, { 'content-length': HALF });
      response.end(file.subarray(0, HALF));
      return true;
    }),
    code: 'MODEL_CORRUPT',
    says: /announced with 150000 bytes, and listed with 300000/,
  },
  {
    what: 'longer than listed',
    misbehave: onStorage((response, file) => {
      response.write(file);
      response.end('and more');
      return true;
    }),
    code: 'MODEL_CORRUPT',
    says: /goes on after the 300000 bytes/,
  },
  {
    what: 'a byte changed on the way',
    misbehave: onStorage((response, file) => {
      const changed = Buffer.from(file);
      changed[77_777]! ^= 1;
      response.end(changed);
      return true;
    }),
    code: 'MODEL_CORRUPT',
    says: /its hash is [0-9a-f]{64}, and [0-9a-f]{64} is listed/,
  },
];

describe('a pull that fails leaves what its documentation says', () => {
  it.each(faults)(
    '$what: $code',
    async ({ misbehave, options, elsewhere, code, says, left = {}, retryable }) => {
      hub.misbehave = misbehave ?? (() => false);
      const error = await pull({ ...options, ...(elsewhere && { from: hub.nobody }) }).catch(
        (error: unknown) => error,
      );
      expect(error).toMatchObject({ code, message: expect.stringMatching(says), hint: expect.any(String) });
      if (retryable !== undefined) expect(error).toMatchObject({ retryable });
      expect(filesIn(cache)).toEqual(left);
      expect(JSON.stringify(error) + (error as Error).message).not.toMatch(/hf_|signature=/);
      // And what is left is of use: the next pull, of a server that has come to its senses, ends well.
      if (options?.repository || options?.precision || options?.revision) return;
      const kept = left[begun] ?? 0;
      hub.reset();
      await whole();
      expect(ranges()).toEqual([kept > 0 ? `bytes=${kept}-` : undefined]);
    },
  );

  it('a manifest that pins another file: MODEL_CORRUPT before a byte is fetched', async () => {
    const pinned = { ...twoTowers, files: { fp32: { path: GRAPH, sha256: 'a'.repeat(64) } } };
    await expect(pullModel(pinned, { repository: REPOSITORY, cache, from: hub.url })).rejects.toMatchObject({
      code: 'MODEL_CORRUPT',
      message: expect.stringContaining('but the manifest says'),
    });
    expect(hub.sent()).toBe(0);
    expect(filesIn(cache)).toEqual({});
  });

  it('left by its caller: ABORTED, and what has arrived stays', async () => {
    const controller = new AbortController();
    hub.misbehave = onStorage((response, file) => {
      begin(response, file, () => controller.abort(new Error('enough')));
      return true;
    });
    await expect(pull({ signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
      cause: new Error('enough'),
    });
    expect(filesIn(cache)).toEqual({ [begun]: HALF });
    expect(
      existsSync(path.join(cache, '.locks', 'models--shop--model', `${sha256(graph)}.imgsearch.lock`)),
    ).toBe(false);
  });

  it('a full disk: MODEL_UNAVAILABLE, not tried again, and what was written stays', async () => {
    const handle = await open(path.join(cache, 'probe'), 'w');
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const { write } = prototype;
    let room = HALF;
    const full = vi.spyOn(prototype, 'write').mockImplementation(async function (
      this: FileHandle,
      ...words: unknown[]
    ) {
      const [piece, offset, length, position] = words as [Buffer, number, number, number];
      const fits = Math.min(room, length);
      if (fits === 0)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      room -= fits;
      return Reflect.apply(write, this, [piece, offset, fits, position]);
    } as never);
    try {
      await expect(pull()).rejects.toMatchObject({
        code: 'MODEL_UNAVAILABLE',
        message: expect.stringContaining('ENOSPC'),
        hint: expect.stringContaining('Free some space'),
        retryable: false,
      });
    } finally {
      full.mockRestore();
    }
    expect(ranges()).toEqual([undefined]);
    expect(filesIn(cache)).toEqual({ [begun]: HALF });
    hub.reset();
    await whole();
    expect(ranges()).toEqual([`bytes=${HALF}-`]);
  });

  it('a file where the cache should be: MODEL_UNAVAILABLE with its path', async () => {
    const file = path.join(cache, 'taken');
    writeFileSync(file, '');
    await expect(pull({ cache: file })).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining(file),
    });
  });
});

describe('a pull that is disturbed and ends well', () => {
  it('reset in the middle, over and over: each byte comes once', async () => {
    const steps = [60_000, 120_000, 180_000, 240_000];
    hub.misbehave = onStorage((response, file, range, turn) => {
      const from = Number(/\d+/.exec(range ?? '0'));
      const to = steps[turn];
      if (to === undefined) return false;
      begin(response, file, () => response.destroy(), from, to);
      return true;
    });
    await whole({ retries: 1 });
    expect(ranges()).toEqual([undefined, ...steps.map((step) => `bytes=${step}-`)]);
  });

  it('slow, and alive: no silence is longer than allowed', async () => {
    hub.misbehave = onStorage((response, file) => {
      response.writeHead(200, { 'content-length': file.length });
      let at = 0;
      const drip = (): void => {
        response.write(file.subarray(at, at + 30_000));
        at += 30_000;
        if (at < file.length) setTimeout(drip, 60);
        else response.end();
      };
      drip();
      return true;
    });
    await whole({ timeout: 400, retries: 0 });
    expect(ranges()).toEqual([undefined]);
  });

  it.each([429, 503])('status %s with Retry-After: waits as long as asked', async (status) => {
    let turns = 0;
    hub.misbehave = (_seen, response) => {
      if (turns++ > 0) return false;
      response.writeHead(status, { 'retry-after': '1' });
      response.end();
      return true;
    };
    const start = performance.now();
    await whole();
    expect(performance.now() - start).toBeGreaterThan(990);
  });

  it.each<[string, Misbehaviour]>([
    [
      'that ignores Range',
      onStorage((response, file) => {
        response.writeHead(200, { 'content-length': file.length });
        response.end(file);
        return true;
      }),
    ],
    [
      'that sends another range',
      onStorage((response, file, range) => {
        if (!range) return false;
        response.writeHead(206, { 'content-range': `bytes 5-299999/${file.length}` });
        response.end(file.subarray(5));
        return true;
      }),
    ],
    [
      'that has no such range',
      onStorage((response, _file, range) => {
        if (!range) return false;
        response.writeHead(416);
        response.end();
        return true;
      }),
    ],
  ])('a storage %s: from the start', async (_what, misbehave) => {
    leave(begun, graph.subarray(0, HALF));
    hub.misbehave = misbehave;
    await whole();
    expect(ranges()[0]).toBe(`bytes=${HALF}-`);
  });

  it.each([
    ['of other bytes', randomBytes('other', HALF)],
    ['longer than the file', Buffer.alloc(400_000)],
    ['with all of it, never looked at', graph],
  ])('a leftover %s', async (what, bytes) => {
    leave(begun, bytes);
    await whole();
    expect(ranges()).toEqual(
      what.startsWith('of') ? [`bytes=${HALF}-`, undefined] : what.startsWith('with') ? [] : [undefined],
    );
  });

  it('a branch that moved since: the new file, and the leftover of the old one is not touched', async () => {
    leave(begun, graph.subarray(0, HALF));
    hub.repositories[REPOSITORY] = { ...repositoryOf(200_000), commit: 'e'.repeat(40) };
    const { commit } = await pull();
    expect(commit).toBe('e'.repeat(40));
    expect(filesIn(cache)[begun]).toBe(HALF);
  });

  it('a lock of a process that was killed', async () => {
    const lock = path.join(cache, '.locks', 'models--shop--model', `${sha256(graph)}.imgsearch.lock`);
    mkdirSync(path.dirname(lock), { recursive: true });
    writeFileSync(lock, JSON.stringify({ host: hostname(), pid: 2 ** 22 + 5, id: 'dead' }));
    await whole();
    expect(existsSync(lock)).toBe(false);
  });

  it('a blob of the wrong size: fetched again', async () => {
    leave(blob, graph.subarray(0, HALF));
    await whole();
    expect(ranges()).toEqual([undefined]);
  });

  it('another file under the name of one: put right', async () => {
    await pull();
    const link = inCache(`snapshots/${COMMIT}/${TOKENIZER}`);
    rmSync(link);
    writeFileSync(link, 'another');
    await whole();
  });
});

describe('a plain file server', () => {
  /** No commit, no hash; ETags that are no hashes. */
  const plainServer =
    (versionAt: (method: string) => number, versions: readonly Buffer[], cut = false): Misbehaviour =>
    ({ method, path: name, range }, response) => {
      const send = (etag: string, bytes: Buffer): void => {
        const from = etag === '"version-0"' ? Number(/\d+/.exec(range ?? '0')) : 0;
        response.writeHead(from > 0 ? 206 : 200, {
          etag,
          'content-length': bytes.length - from,
          ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
        });
        response.end(method === 'HEAD' ? undefined : bytes.subarray(from));
      };
      if (name.endsWith('_data')) response.writeHead(404).end();
      else if (!name.endsWith(GRAPH)) send('"../../escape"', Buffer.from('small'));
      else {
        const version = versionAt(method);
        if (cut && method === 'GET' && range) response.destroy();
        else if (cut && method === 'GET') begin(response, graph, () => response.destroy());
        else send(`"version-${version}"`, versions[version]!);
      }
      return true;
    };

  it('needs a commit as its revision, and names lead nowhere', async () => {
    hub.misbehave = plainServer(() => 0, [graph]);
    await expect(pull()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: false });
    const { model } = await pull({ revision: COMMIT });
    expect(readFileSync(path.join(model.modelPath, GRAPH)).equals(graph)).toBe(true);
    expect(readFileSync(path.join(model.modelPath, TEXT), 'utf8')).toBe('small');
    expect(Object.keys(filesIn(cache)).filter((name) => name.includes('escape'))).toEqual([]);
    expect(readdirSync(cache).sort()).toEqual(['.locks', 'models--shop--model']);
  });

  it.each(['that is the same: gone on with', 'that has changed meanwhile: the new one, whole'])(
    'cut off, and asked again for a file %s',
    async (what) => {
      const changed = randomBytes('changed', 280_000);
      hub.misbehave = plainServer(() => 0, [graph], true);
      await expect(pull({ revision: COMMIT })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
      expect(Object.values(filesIn(cache))).toEqual([HALF]);
      let version = 0;
      const versionAt = (method: string): number => {
        if (method === 'GET' && what.includes('changed')) version = 1;
        return version;
      };
      hub.reset();
      hub.misbehave = plainServer(versionAt, [graph, changed]);
      const { model } = await pull({ revision: COMMIT });
      const expected = version === 0 ? graph : changed;
      expect(readFileSync(path.join(model.modelPath, GRAPH)).equals(expected)).toBe(true);
      expect(hub.sent()).toBe((version === 0 ? HALF : 2 * changed.length) + 2 * 'small'.length);
      expect(Object.keys(filesIn(cache)).filter((name) => name.includes('incomplete'))).toEqual([]);
    },
  );
});

describe('a cache folder', () => {
  it.runIf(process.platform !== 'win32')('that may not be written: MODEL_UNAUTHORIZED', async () => {
    chmodSync(cache, 0o555);
    const isRoot = process.geteuid?.() === 0;
    // Root may write everywhere; nobody may not.
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(pull()).rejects.toMatchObject({
        code: 'MODEL_UNAUTHORIZED',
        message: expect.stringContaining(cache),
        hint: expect.stringContaining('cache folder'),
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(cache, 0o755);
    }
    expect(readdirSync(cache)).toEqual([]);
    expect(hub.sent()).toBe(0);
  });
});
