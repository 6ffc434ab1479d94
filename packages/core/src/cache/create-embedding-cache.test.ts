import Keyv from 'keyv';
import { describe, expect, it, vi } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { KeyValueStore, PhotoDescription } from '../spec/embedding-cache.ts';
import { createEmbeddingCache } from './create-embedding-cache.ts';

const described = (first = 1, more: Partial<PhotoDescription> = {}): PhotoDescription => ({
  vector: Float32Array.from([first, Math.sqrt(1 - first * first)]),
  category: { id: 'top', confidence: 0.9, alternatives: [], source: 'classifier' },
  background: { removed: false, mode: 'off', reason: 'off' },
  ...more,
});
/** A computation that is let go by hand, and says what it was told. */
function held(answer: PhotoDescription | Error = described()) {
  const { promise, resolve, reject } = Promise.withResolvers<PhotoDescription>();
  promise.catch(() => undefined);
  const compute = vi.fn((_: CallOptions) => promise);
  return { compute, letGo: () => (answer instanceof Error ? reject(answer) : resolve(answer)) };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const failure = (code: 'INVALID_IMAGE' | 'INFERENCE_FAILED' | 'TIMEOUT', retryable?: boolean) =>
  new ImageSearchError({ code, message: code, retryable });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fulfilled',
    ({ code }) => code,
  );

describe('the factory', () => {
  it.each([
    ['maxBytes', { maxBytes: 0 }],
    ['ttl', { ttl: -1 }],
    ['failureTtl', { failureTtl: 'long' }],
    ['storeTimeout', { storeTimeout: 0 }],
    ['store', { store: 'redis://here' }],
    ['options', { size: 1 }],
  ])('names %s where it is wrong', (option, wrong) => {
    expect(() => createEmbeddingCache(wrong as never)).toThrow(`Option "${option}"`);
  });
});

describe('memory', () => {
  it('gives what it has, each time as a vector of its own', async () => {
    const cache = createEmbeddingCache();
    const compute = vi.fn(async () => described());
    const first = await cache.remember('a', compute);
    first.vector.fill(7);
    expect(await cache.remember('a', compute)).toEqual(described());
    expect(await cache.remember('b', compute)).toEqual(described());
    expect(compute).toHaveBeenCalledTimes(2);
    expect(cache.stats()).toMatchObject({
      hits: { memory: 1, store: 0 },
      misses: 2,
      joined: 0,
      entries: 2,
      storeState: 'none',
    });
  });

  it('stays within its bytes, and drops what was not used for longest', async () => {
    const cache = createEmbeddingCache({ maxBytes: 20_000 });
    const compute = vi.fn(async () => described());
    for (let at = 0; at < 200; at++) {
      await cache.remember(`key-${at}`, compute);
      await cache.remember('key-0', compute);
      expect(cache.stats().bytes).toBeLessThanOrEqual(20_000);
    }
    expect(cache.stats().entries).toBeGreaterThan(10);
    expect(compute).toHaveBeenCalledTimes(200);
    await cache.remember('key-1', compute);
    expect(compute).toHaveBeenCalledTimes(201);
  });

  it('asks again where a category is wanted that nobody computed, and not the other way round', async () => {
    const cache = createEmbeddingCache();
    const bare = vi.fn(async () => described(1, { category: undefined }));
    const full = vi.fn(async () => described());
    await cache.remember('a', bare, { categoryNeeded: false });
    expect((await cache.remember('a', full)).category?.id).toBe('top');
    expect((await cache.remember('a', bare, { categoryNeeded: false })).category?.id).toBe('top');
    expect([bare.mock.calls.length, full.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('failures', () => {
  it('are remembered where they lie in the bytes', async () => {
    const cache = createEmbeddingCache();
    const compute = vi.fn(async () => Promise.reject(failure('INVALID_IMAGE')));
    for (let at = 0; at < 3; at++) expect(await codeOf(cache.remember('a', compute))).toBe('INVALID_IMAGE');
    expect(compute).toHaveBeenCalledTimes(1);
    expect(cache.stats().hits.memory).toBe(2);
  });

  it.each([
    ['of the moment', failure('INFERENCE_FAILED')],
    ['of time', failure('TIMEOUT')],
    ['that may pass', failure('INVALID_IMAGE', true)],
    ['of others', new TypeError('x')],
  ])('%s are not', async (_, error) => {
    const cache = createEmbeddingCache();
    const compute = vi.fn(async () => described()).mockRejectedValueOnce(error);
    await expect(cache.remember('a', compute)).rejects.toBe(error);
    expect(await cache.remember('a', compute)).toEqual(described());
  });

  it('are forgotten after a while, or never kept', async () => {
    for (const failureTtl of [20, 0]) {
      const cache = createEmbeddingCache({ failureTtl });
      const compute = vi.fn(async () => described()).mockRejectedValueOnce(failure('INVALID_IMAGE'));
      expect(await codeOf(cache.remember('a', compute))).toBe('INVALID_IMAGE');
      if (failureTtl > 0) await new Promise((resolve) => setTimeout(resolve, 60));
      expect(await codeOf(cache.remember('a', compute))).toBe('fulfilled');
    }
  });
});

describe('callers at the same time', () => {
  it('share one computation, and each gets a vector of his own', async () => {
    const cache = createEmbeddingCache();
    const { compute, letGo } = held();
    const all = Array.from({ length: 50 }, () => cache.remember('a', compute));
    await settle();
    letGo();
    const answers = await Promise.all(all);
    expect(compute).toHaveBeenCalledTimes(1);
    expect(new Set(answers.map(({ vector }) => vector)).size).toBe(50);
    expect(cache.stats()).toMatchObject({ misses: 1, joined: 49 });
  });

  it('share a failure too, and the next one tries anew', async () => {
    const cache = createEmbeddingCache();
    const { compute, letGo } = held(failure('INFERENCE_FAILED'));
    const both = [codeOf(cache.remember('a', compute)), codeOf(cache.remember('a', compute))];
    letGo();
    expect(await Promise.all(both)).toEqual(['INFERENCE_FAILED', 'INFERENCE_FAILED']);
    expect(await codeOf(cache.remember('a', async () => described()))).toBe('fulfilled');
  });

  it('may leave: whoever began it as well, without the others noticing', async () => {
    const cache = createEmbeddingCache();
    const { compute, letGo } = held();
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [first, second].map(({ signal }) => cache.remember('a', compute, { signal }));
    const third = cache.remember('a', compute);
    await settle();
    first.abort(new Error('left'));
    await expect(calls[0]).rejects.toMatchObject({ code: 'ABORTED', cause: new Error('left') });
    second.abort();
    expect(await codeOf(calls[1] as Promise<unknown>)).toBe('ABORTED');
    expect(compute.mock.calls[0]?.[0].signal?.aborted).toBe(false);
    letGo();
    expect(await third).toEqual(described());
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it('stop the work only when all of them have left, and whoever comes then begins anew', async () => {
    const cache = createEmbeddingCache();
    const [one, other] = [held(), held(described(0))];
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => codeOf(cache.remember('a', one.compute, { signal })));
    await settle();
    for (const controller of controllers) controller.abort();
    expect(await Promise.all(calls)).toEqual(['ABORTED', 'ABORTED']);
    expect(one.compute.mock.calls[0]?.[0].signal?.aborted).toBe(true);
    const late = cache.remember('a', other.compute);
    await settle();
    other.letGo();
    expect(await late).toEqual(described(0));
  });

  it('in a hurry do not wait for bulk work, but bulk work waits for them', async () => {
    const cache = createEmbeddingCache();
    const [bulk, shopper] = [held(), held()];
    const calls = [
      cache.remember('a', bulk.compute, { priority: 'bulk' }),
      cache.remember('a', shopper.compute),
      cache.remember('a', bulk.compute, { priority: 'bulk' }),
      cache.remember('a', shopper.compute, { priority: 'interactive' }),
    ];
    await settle();
    expect([bulk.compute.mock.calls.length, shopper.compute.mock.calls.length]).toEqual([1, 1]);
    expect(shopper.compute.mock.calls[0]?.[0].priority).not.toBe('bulk');
    expect(bulk.compute.mock.calls[0]?.[0].priority).toBe('bulk');
    bulk.letGo();
    shopper.letGo();
    await Promise.all(calls);
  });

  it('are not refused for the deadline of another', async () => {
    const cache = createEmbeddingCache();
    const soon = Date.now() + 20;
    const late = held(failure('TIMEOUT'));
    const first = codeOf(cache.remember('a', late.compute, { deadline: soon }));
    const second = cache.remember('a', async () => described(0), { deadline: soon + 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 40));
    late.letGo();
    expect(await first).toBe('TIMEOUT');
    expect(await second).toEqual(described(0));
    expect(await codeOf(cache.remember('b', late.compute, { deadline: Date.now() - 1 }))).toBe('TIMEOUT');
  });

  it('do not join work that may begin after their own deadline', async () => {
    const cache = createEmbeddingCache();
    const [patient, pressed] = [held(), held()];
    const calls = [
      cache.remember('a', patient.compute),
      cache.remember('a', pressed.compute, { deadline: Date.now() + 60_000 }),
    ];
    await settle();
    expect(pressed.compute).toHaveBeenCalledTimes(1);
    patient.letGo();
    pressed.letGo();
    await Promise.all(calls);
  });
});

describe('the store behind', () => {
  const compute = () => vi.fn(async () => described());

  it('is asked by the next process, and holds text that any Keyv can hold', async () => {
    const store = new Keyv();
    const work = compute();
    const first = createEmbeddingCache({ store });
    await first.remember('a', work);
    const broken = vi.fn(async () => Promise.reject(failure('INVALID_IMAGE')));
    await codeOf(first.remember('bad', broken));
    await first.close?.();
    expect(await store.get('a')).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const second = createEmbeddingCache({ store });
    expect(await second.remember('a', work)).toEqual(described());
    expect(await codeOf(second.remember('bad', broken))).toBe('INVALID_IMAGE');
    expect([work.mock.calls.length, broken.mock.calls.length]).toEqual([1, 1]);
    expect(second.stats().hits).toEqual({ memory: 0, store: 2 });
    await second.remember('a', work);
    expect(second.stats().hits).toEqual({ memory: 1, store: 2 });
  });

  it('is told how long: failures shorter', async () => {
    const set = vi.fn(async () => true);
    const cache = createEmbeddingCache({
      store: { get: async () => undefined, set },
      ttl: 5000,
      failureTtl: 40,
    });
    await cache.remember('a', compute());
    await codeOf(cache.remember('bad', async () => Promise.reject(failure('INVALID_IMAGE'))));
    expect(set.mock.calls.map(([key, , ttl]: unknown[]) => [key, ttl])).toEqual([
      ['a', 5000],
      ['bad', 40],
    ]);
  });

  it.each([null, 7, 'rubbish?', 'AAAA', { vector: [1] }])('may hold %j: it is computed', async (value) => {
    const store = { get: async () => value, set: async () => true };
    const cache = createEmbeddingCache({ store });
    expect(await cache.remember('a', compute())).toEqual(described());
    expect(cache.stats().storeState).toBe('working');
  });

  it('is asked once by callers at the same time', async () => {
    const get = vi.fn(async () => undefined);
    const cache = createEmbeddingCache({ store: { get, set: async () => true } });
    const { compute: work, letGo } = held();
    const all = Array.from({ length: 20 }, () => cache.remember('a', work));
    letGo();
    await Promise.all(all);
    expect(get).toHaveBeenCalledTimes(1);
  });

  /** A store whose calls hang, fail, or fail silently as a Keyv's do. */
  const broken = {
    hanging: () => ({ get: () => new Promise(() => undefined), set: () => new Promise(() => undefined) }),
    failing: () => ({
      get: async () => Promise.reject(new Error('down')),
      set: async () => Promise.reject(new Error('down')),
    }),
    throwing: () => ({
      get: (): never => {
        throw new Error('down');
      },
      set: (): never => {
        throw new Error('down');
      },
    }),
    swallowing: () => {
      let tell = (_: unknown): void => undefined;
      const fail = async () => tell(new Error('down'));
      return {
        get: fail,
        set: fail,
        on(_: 'error', listener: (error: unknown) => void) {
          tell = listener;
        },
      };
    },
  } satisfies Record<string, () => KeyValueStore>;

  it.each(Object.entries(broken))('%s is left alone after three failures', async (_, make) => {
    const store = make();
    const [get, set] = [vi.spyOn(store, 'get'), vi.spyOn(store, 'set')];
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const cache = createEmbeddingCache({ store, storeTimeout: 10, logger });
    for (let at = 0; at < 20; at++) expect(await cache.remember(`key-${at}`, compute())).toEqual(described());
    expect(get.mock.calls.length + set.mock.calls.length).toBeLessThanOrEqual(6);
    expect(cache.stats()).toMatchObject({ storeState: 'resting', misses: 20, hits: { memory: 0, store: 0 } });
    expect(cache.stats().storeFailures).toBeGreaterThanOrEqual(3);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    await cache.close?.();
  });

  it('is tried again on the side, and is then offered what it missed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      let up = false;
      const held = new Map<string, string>();
      const store: KeyValueStore = {
        get: async (key) => (up ? held.get(key) : Promise.reject(new Error('down'))),
        set: async (key, value) => (up ? held.set(key, value) : Promise.reject(new Error('down'))),
      };
      const cache = createEmbeddingCache({ store });
      for (const key of ['a', 'b', 'c', 'd']) await cache.remember(key, compute());
      expect(cache.stats().storeState).toBe('resting');
      up = true;
      vi.setSystemTime(Date.now() + 60_000);
      await cache.remember('e', compute());
      await vi.waitFor(() => expect(cache.stats().storeState).toBe('working'));
      for (const key of ['a', 'b', 'c', 'd', 'e']) await cache.remember(key, compute());
      await cache.close?.();
      expect([...held.keys()].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    } finally {
      vi.useRealTimers();
    }
  });
});
