import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import type { PipelineOptions } from './spec/pipeline.ts';
import type { Calibration, Diversity, Hydrate, SearchResult } from './spec/search.ts';
import type { VectorStore } from './spec/vector-store.ts';
import { createMemoryStore } from './store/create-memory-store.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const fields = { shop: 'keyword', price: 'number' } as const;
type Options = Partial<PipelineOptions<typeof fields>>;

/** Forty products of thirteen hues in two or three shades; every fifth has a picture of another hue as well. */
const catalogue = Array.from({ length: 40 }, (_, at) => ({
  id: `p${at}`,
  images: at % 5 === 0 ? [photoOf(at, at), photoOf(at + 1, at)] : [photoOf(at, at)],
  metadata: { price: at },
}));
async function filled(options: Options = {}) {
  const pipeline = createImageSearchPipeline({ ...fakeParts(), fields, ...options });
  await pipeline.index(catalogue);
  return pipeline;
}
const ids = ({ matches }: Pick<SearchResult, 'matches'>) => matches.map(({ productId }) => productId);

/** A store that can do nothing but the required. */
function bare(): VectorStore {
  const {
    searchGroups: _,
    scan: _s,
    update: _u,
    deleteWhere: _d,
    count: _c,
    flush: _f,
    ...store
  } = createMemoryStore();
  return { ...store, info: { ...store.info, limits: { ...store.info.limits, maxFilterValues: 3 } } };
}
/** A store whose search is approximate: how far it looks changes what it finds near the top. */
function approximate(): VectorStore {
  const { searchGroups: _, ...store } = createMemoryStore();
  return {
    ...store,
    search: async (query, call) => {
      const hits = await store.search({ ...query, limit: query.limit + 3 }, call);
      return hits.filter((_, at) => (at * 7 + query.limit) % 5 !== 0).slice(0, query.limit);
    },
  };
}

const diversities: readonly (Diversity | undefined)[] = [
  undefined,
  { lambda: 0.5 },
  { lambda: 0.3, candidates: 7 },
];

describe('pages', () => {
  it('together are what one long search gives, whatever their sizes, on any store', async () => {
    const pipelines = [await filled(), await filled({ store: bare() })];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...diversities),
        fc.constantFrom(undefined, false as const),
        fc.constantFrom(...pipelines),
        async (leaf, sizes, diversity, category, pipeline) => {
          const request = { image: photoOf(leaf), category, diversity };
          const whole = await pipeline.search({ ...request, limit: 40 });
          expect(ids(whole)).toHaveLength(40);
          const pages: string[] = [];
          let cursor: string | undefined;
          for (const limit of [...sizes, 41]) {
            const page: SearchResult<typeof fields> = await pipeline.search({ ...request, limit, cursor });
            pages.push(...ids(page));
            cursor = page.next;
            if (cursor === undefined) break;
          }
          expect(pages).toEqual(ids(whole));
          expect(cursor).toBeUndefined();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('repeat nothing where how far a store looks changes what it finds', async () => {
    const pipeline = await filled({ store: approximate() });
    for (const leaf of [0, 4, 9]) {
      const request = { image: photoOf(leaf), limit: 3, category: false } as const;
      // The store is such a one: its longer answer does not begin with its shorter one.
      const [short, long] = [await pipeline.search(request), await pipeline.search({ ...request, limit: 6 })];
      expect(ids(long).slice(0, 3)).not.toEqual(ids(short));
      const shown: string[] = [];
      for (let cursor: string | undefined, page = 0; page < 5; page++) {
        const found: SearchResult<typeof fields> = await pipeline.search({ ...request, cursor });
        shown.push(...ids(found));
        cursor = found.next;
      }
      expect(new Set(shown).size).toBe(15);
    }
  });

  it('show nothing twice while others write, and what was written before them on a later page', async () => {
    const pipeline = await filled();
    const request = { image: photoOf(2), limit: 5, category: false } as const;
    const first = await pipeline.search(request);
    await pipeline.index([{ id: 'new', images: [photoOf(2)] }]);
    await pipeline.remove([ids(first)[4]!, 'p30']);
    const shown = ids(first);
    for (let cursor = first.next; cursor; ) {
      const page = await pipeline.search({ ...request, cursor });
      if (cursor === first.next) expect(ids(page)[0]).toBe('new');
      shown.push(...ids(page));
      cursor = page.next;
    }
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.sort()).toEqual(
      [...catalogue.map(({ id }) => id), 'new'].filter((id) => id !== 'p30').sort(),
    );
  });

  it('belong to their own question', async () => {
    const pipeline = await filled();
    const request = { image: photoOf(2), limit: 5, filter: { price: { $lt: 30 } } } as const;
    const { next } = await pipeline.search(request);
    const refused = { code: 'INVALID_OPTIONS', message: expect.stringContaining('"cursor"') };
    for (const other of [
      { image: photoOf(7) },
      { filter: { price: { $lt: 31 } } },
      { filter: undefined },
      { exclude: ['p1'] },
      { diversity: { lambda: 0.5 } },
      { minSimilarity: 0 },
      { category: false },
      { cursor: 'nonsense' },
      { cursor: '한글' },
      { cursor: `${next}A` },
    ] as const)
      await expect(
        pipeline.search({ ...request, cursor: next, ...other } as never),
        JSON.stringify(other),
      ).rejects.toMatchObject(refused);
    await expect(pipeline.scope({ shop: 'a' }).search({ ...request, cursor: next })).rejects.toMatchObject(
      refused,
    );
    expect(ids(await pipeline.search({ ...request, limit: 3, cursor: next }))).toHaveLength(3);
  });

  it('end after a thousand products', async () => {
    const { embedder: _, ...parts } = fakeParts();
    const store = createMemoryStore();
    const pipeline = createImageSearchPipeline({ ...fakeParts(), ...parts, store });
    await pipeline.open();
    const { vector } = await pipeline.embed({ image: photoOf(0) });
    await store.upsert(
      Array.from({ length: 1200 }, (_, at) => ({
        ...{ id: `${at}/0`, productId: `${at}`, imageId: '0', vector, category: 'top', contentHash: 'h' },
        metadata: {},
      })),
    );
    const request = { vector, fingerprint: pipeline.info.fingerprint, limit: 400 };
    const shown: string[] = [];
    for (let cursor: string | undefined, page = 0; page < 3; page++) {
      const found = await pipeline.search({ ...request, cursor });
      shown.push(...ids(found));
      cursor = found.next;
      expect(cursor === undefined).toBe(page === 2);
    }
    expect(new Set(shown).size).toBe(1200);
  });
});

describe('hydrate', () => {
  it('lays fresh values over stored ones, drops what is gone, and fills up', async () => {
    const gone = new Set(['p2', 'p15', 'p28', 'p7']);
    const asked: string[][] = [];
    const hydrate: Hydrate<typeof fields> = async (productIds) => {
      asked.push([...productIds]);
      return productIds.map((id) => (gone.has(id) ? null : { price: 1000 + Number(id.slice(1)) }));
    };
    const pipeline = await filled({ hydrate });
    const plain = await filled();
    for (const diversity of diversities)
      for (const leaf of [2, 7]) {
        const request = { image: photoOf(leaf), limit: 8, diversity };
        const { matches, timings } = await pipeline.search(request);
        const whole = await plain.search({ image: photoOf(leaf), limit: 40 });
        if (!diversity)
          expect(ids({ matches })).toEqual(
            ids(whole)
              .filter((id) => !gone.has(id))
              .slice(0, 8),
          );
        expect(matches).toHaveLength(8);
        for (const { productId, metadata } of matches) {
          expect(gone.has(productId)).toBe(false);
          expect(metadata.price).toBe(1000 + Number(productId.slice(1)));
        }
        expect(timings.hydrate).toBeGreaterThanOrEqual(0);
      }
    expect(asked.every((list) => new Set(list).size === list.length)).toBe(true);
  });

  it('may answer with a map, and knows the scope', async () => {
    const hydrate = vi.fn(
      async (_: readonly string[], { scope }: { scope: Readonly<Record<string, string>> }) =>
        new Map([['mine', { price: scope.shop === 'ours' ? 1 : 2 }]]),
    );
    const pipeline = await filled({ hydrate });
    await pipeline.scope({ shop: 'ours' }).index([{ id: 'mine', images: [photoOf(1)] }]);
    const { matches } = await pipeline.scope({ shop: 'ours' }).search({ image: photoOf(1) });
    expect(matches).toMatchObject([{ productId: 'mine', metadata: { price: 1, shop: 'ours' } }]);
    expect((await pipeline.search({ image: photoOf(1) })).matches).toMatchObject([
      { metadata: { price: 2 } },
    ]);
  });

  it('fails the search with what went wrong', async () => {
    const down = await filled({
      hydrate: () => {
        throw new Error('database is down');
      },
    });
    await expect(down.search({ image: photoOf(1) })).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('database is down'),
    });
    const short = await filled({ hydrate: async () => [] });
    await expect(short.search({ image: photoOf(1) })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      hint: expect.stringContaining('null for what is gone'),
    });
  });
});

describe('confidence', () => {
  const calibration = (space: string, more: Partial<Calibration> = {}): Calibration => ({
    ...{ format: 'imgsearch-calibration-1', space, intercept: -4, similarity: 5, lead: 10, threshold: 0.6 },
    figures: {} as Calibration['figures'],
    ...more,
  });

  it('is the logistic of first similarity and lead, the same on every page and at any limit', async () => {
    const { space } = (await filled()).info.fingerprint;
    const pipeline = await filled({ calibration: calibration(space) });
    for (const category of [undefined, false] as const) {
      const request = { image: photoOf(3, 20), category };
      const { matches, confidence } = await pipeline.search(request);
      const [first, second] = matches;
      const lead = first!.similarity - second!.similarity;
      const odds = Math.exp(-4 + 5 * first!.similarity + 10 * lead);
      expect(confidence).toMatchObject({ similarity: first!.similarity, lead });
      expect(confidence!.probability).toBeCloseTo(odds / (1 + odds), 10);
      expect(confidence!.confident).toBe(odds / (1 + odds) >= 0.6);
      const one = await pipeline.search({ ...request, limit: 1 });
      expect(one.confidence).toEqual(confidence);
      const next = await pipeline.search({ ...request, limit: 4, cursor: one.next });
      expect(next.confidence).toEqual(confidence);
      const filler = await pipeline.search({ ...request, diversity: { lambda: 0.1 } });
      expect(filler.confidence).toEqual(confidence);
    }
  });

  it('is none where nothing was found, and where nobody calibrated', async () => {
    const plain = await filled();
    expect((await plain.search({ image: photoOf(1) })).confidence).toBeUndefined();
    const pipeline = await filled({ calibration: calibration(plain.info.fingerprint.space) });
    const nothing = await pipeline.search({ image: photoOf(1), filter: { price: 999 } });
    expect(nothing.confidence).toEqual({ probability: 0, confident: false, similarity: 0, lead: 0 });
    const alone = await pipeline.search({ image: photoOf(1), filter: { price: 1 } });
    expect(alone.confidence!.lead).toBe(alone.matches[0]!.similarity);
  });

  it('refuses a calibration of another space, or none at all', () => {
    const { fingerprint } = createImageSearchPipeline(fakeParts()).info;
    const create = (given: unknown) => () =>
      createImageSearchPipeline({ ...fakeParts(), calibration: given as Calibration });
    expect(create(calibration(fingerprint.space.replace('fake-embedder-1', 'other')))).toThrow(
      /another space: embedder is "fake-embedder-1" here, "other" in the calibration/,
    );
    expect(create({ intercept: 1 })).toThrow(/--calibration/);
    expect(create(calibration(fingerprint.space, { threshold: 2 }))).toThrow(/calibration.threshold/);
  });
});
