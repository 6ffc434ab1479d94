import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { collect } from '../test/collect.ts';
import type { JobProduct, Json } from './job-product.ts';
import { type Shard, shardProducts } from './shard-products.ts';

const product = (id: string, more: Partial<JobProduct> = {}): JobProduct => ({
  id,
  images: [`${id}.jpg`],
  ...more,
});
async function all(products: Parameters<typeof shardProducts>[0], size = 3): Promise<Shard[]> {
  return collect(shardProducts(products, size, {}));
}

describe('shards', () => {
  it('hold every product once, in order, and no more than their size', async () => {
    const ids = fc.array(fc.string(), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 7 }), async (names, size) => {
        const shards = await all(
          names.map((id) => product(id)),
          size,
        );
        expect(shards.flatMap(({ products }) => products.map(({ id }) => id))).toEqual(names);
        expect(shards.slice(0, -1).every(({ products }) => products.length === size)).toBe(true);
        expect(shards.at(-1)?.products.length ?? 1).toBeGreaterThan(0);
      }),
    );
  });

  it('are known by what is in them', async () => {
    const hashes = async (...products: JobProduct[]) => (await all(products)).map(({ hash }) => hash);
    const one = await hashes(product('a'), product('b'));
    expect(await hashes(product('a'), product('b'))).toEqual(one);
    const text = JSON.stringify([product('a'), product('b')]);
    expect(one).toEqual([createHash('sha256').update(text).digest('hex').slice(0, 32)]);
    for (const other of [
      product('b', { images: ['c.jpg'] }),
      product('b', { images: [{ source: 'b.jpg', version: '2' }] }),
      product('b', { metadata: { price: 1 } }),
      product('b', { category: 'top' }),
    ])
      expect(await hashes(product('a'), other)).not.toEqual(one);
  });

  it('are made no faster than they are taken', async () => {
    const pulled = vi.fn();
    async function* endless() {
      for (let at = 0; ; at++) {
        pulled();
        yield product(`${at}`);
      }
    }
    const shards = shardProducts(endless(), 4, {});
    await shards.next();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(pulled).toHaveBeenCalledTimes(4);
    await shards.return(undefined);
  });

  it('take any JSON as a reference, and refuse pictures themselves', async () => {
    const images = [{ source: { bucket: 'b', key: ['k', 1, null] }, id: 'front', version: 'v1' }, 'a.jpg'];
    const [shard] = await all([{ id: 'a', images }] as JobProduct<Json>[]);
    expect(shard?.products[0]?.images).toEqual(images);
    for (const source of [
      ...[new Uint8Array(3), () => 'a', new Date(0), Number.NaN, undefined, { url: new URL('http://a') }],
    ])
      for (const image of [source, { source }] as unknown[])
        await expect(all([{ id: 'a', images: [image] }] as never)).rejects.toMatchObject({
          code: 'INVALID_OPTIONS',
          hint: expect.stringContaining('toImage'),
        });
    await expect(all([product('a', { metadata: { n: 1n } as never })])).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
  });

  it('leave to the worker what it will refuse, as the failure of that product', async () => {
    const odd = [null, 7, {}, { id: 'a' }, { id: '', images: [] }] as never[];
    expect((await all(odd)).flatMap(({ products }) => products)).toEqual(odd);
  });

  it('end with the source, its failure or the caller', async () => {
    const closed = vi.fn();
    async function* failing() {
      try {
        yield product('a');
        throw new Error('disk');
      } finally {
        closed();
      }
    }
    await expect(all(failing())).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('disk'),
    });
    const leaving = new AbortController();
    const hanging = { next: () => new Promise<never>(() => undefined), return: vi.fn() };
    const source = { [Symbol.asyncIterator]: () => hanging } as never;
    const reading = collect(shardProducts(source, 1, { signal: leaving.signal }));
    leaving.abort();
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
    expect(hanging.return).toHaveBeenCalled();
    expect(closed).toHaveBeenCalled();
  });
});
