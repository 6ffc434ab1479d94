import {
  createImageSearchPipeline,
  createMemoryStore,
  type ImageSearchPipeline,
  type SearchRequest,
  type SearchResult,
  type VectorStore,
} from '@imgsearch/core';
import {
  createFakeBackgroundRemover,
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from '@imgsearch/core/testing';
import { expect } from 'vitest';

const fields = { shop: 'keyword', price: 'number' } as const;
type Shop = ImageSearchPipeline<typeof fields>;

/** Hues far enough apart that no two products are equally near. */
const photo = (at: number): Uint8Array => {
  const level = (turn: number): number => Math.round(128 + 110 * Math.cos((at / 31) * 2 * Math.PI - turn));
  return fakeImage({ color: [level(0), level(2.1), level(4.2)], width: 16, height: 16 });
};

function shopOver(store: VectorStore): Shop {
  return createImageSearchPipeline({
    imageProcessor: createFakeImageProcessor(),
    backgroundRemover: createFakeBackgroundRemover({ size: 16 }),
    embedder: createFakeEmbedder(),
    classifier: createFakeClassifier(),
    store,
    fields,
    hydrate: async (ids) => ids.map((id) => (id === 'p4' ? null : { price: -Number(id.slice(1)) })),
  });
}

/**
 * Every way to ask, through the pipeline over a store, against the same over the memory store: whole answers, pages of
 * three, inside a scope and outside.
 */
export async function holdSearchesToMemory(store: VectorStore): Promise<void> {
  const shops = [shopOver(store), shopOver(createMemoryStore())] as const;
  for (const shop of shops) {
    await shop.index(
      Array.from({ length: 24 }, (_, at) => ({
        id: `p${at}`,
        images: at % 6 === 0 ? [photo(at), photo(at + 0.4)] : [photo(at)],
        metadata: { price: at },
      })),
    );
    await shop
      .scope({ shop: 'ours' })
      .index(
        [1, 2, 3, 4, 5].map((at) => ({ id: `p${at}`, images: [photo(at + 0.2)], metadata: { price: at } })),
      );
  }
  await store.flush?.();
  const { vector } = await shops[0].embed({ image: photo(9) });
  const { fingerprint } = shops[0].info;
  const ways: readonly (() => SearchRequest<typeof fields>)[] = [
    () => ({ image: photo(3.1) }),
    () => ({ image: photo(3.1), category: false, exclude: ['p3', 'p17', 'unknown'] }),
    () => ({ images: [photo(2), { image: photo(5), weight: 2 }], category: false }),
    () => ({ vector, fingerprint, filter: { price: { $lt: 20 } } }),
    () => ({ productId: 'p2', category: false }),
    () => ({ productId: 'p3', minSimilarity: -0.5 }),
    () => ({
      image: photo(7),
      category: false,
      lessLike: { weight: 0.6, examples: [{ productId: 'p5' }, { image: photo(20) }] },
    }),
    () => ({ image: photo(4), category: false, diversity: { lambda: 0.4 } }),
    () => ({ image: photo(4), diversity: { lambda: 0.6, candidates: 5 } }),
    () => ({ image: photo(6.2), category: false, views: 'mean' }),
    () => ({ image: photo(12.1), views: { top: 2 }, minSimilarity: -0.5 }),
    () => ({ image: photo(18.3), category: false, views: { softmax: 0.1 }, diversity: { lambda: 0.6 } }),
  ];
  for (const way of ways)
    for (const scope of [undefined, { shop: 'ours' }]) {
      const [own, memory] = shops.map((shop) => (scope ? shop.scope(scope) : shop)) as [Shop, Shop];
      const whole = await memory.search({ ...way(), limit: 40 });
      const told = `${JSON.stringify(Object.keys(way()))} ${JSON.stringify(scope)}`;
      expect(whole.matches.length, told).toBeGreaterThan(scope ? 2 : 12);
      expect(idsOf(await own.search({ ...way(), limit: 40 })), told).toEqual(idsOf(whole));
      const pages: string[] = [];
      for (let cursor: string | undefined, page = 0; page < 20; page++) {
        const found: SearchResult<typeof fields> = await own.search({ ...way(), limit: 3, cursor });
        pages.push(...idsOf(found));
        for (const { metadata, productId } of found.matches)
          expect(metadata.price).toBe(-Number(productId.slice(1)));
        cursor = found.next;
        if (cursor === undefined) break;
      }
      expect(pages, told).toEqual(idsOf(whole));
      expect(pages, told).not.toContain('p4');
    }
  await expect(shops[0].search({ productId: 'nobody' })).rejects.toMatchObject({ code: 'PRODUCT_NOT_FOUND' });
}

const idsOf = ({ matches }: SearchResult<typeof fields>): string[] =>
  matches.map(({ productId }) => productId);
