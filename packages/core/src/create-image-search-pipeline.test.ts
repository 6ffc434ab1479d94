import { describe, expect, it, vi } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { ImageSearchError } from './errors/image-search-error.ts';
import type { Fields } from './spec/fields.ts';
import type { PipelineOptions } from './spec/pipeline.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { createFakeImageProcessor } from './testing/create-fake-image-processor.ts';
import { unpackImage } from './testing/fake-image.ts';
import { type FakeParts, fakeParts, photoOf } from './testing/fake-parts.ts';

const image = photoOf(1);
const setUp = (more: Partial<PipelineOptions<Fields>> & Partial<FakeParts> = {}) => {
  const parts = { ...fakeParts(), ...more };
  return { ...parts, pipeline: createImageSearchPipeline(parts) };
};

describe('the factory', () => {
  const parts = fakeParts();
  it.each<[string, Record<string, unknown>]>([
    ['imageProcessor', { imageProcessor: undefined }],
    ['embedder', { embedder: { ...parts.embedder, embedImages: undefined } }],
    ['store', { store: {} }],
    ['backgroundRemover', { backgroundRemover: 'u2net' }],
    [
      'embedder.info.maxBatchSize',
      { embedder: { ...parts.embedder, info: { ...parts.embedder.info, maxBatchSize: 0 } } },
    ],
    [
      'classifier',
      { classifier: { ...parts.classifier, info: { ...parts.classifier.info, categories: ['hat'] } } },
    ],
    ['fields', { fields: { productId: 'keyword' } }],
    ['fields.price', { fields: { price: 'float' } }],
    ['policies.minConfidence', { policies: { minConfidence: 70 } }],
    ['taxonomy', { taxonomy: [] }],
    ['logger', { logger: { warn: () => undefined } }],
    ['options', { embeder: 1 }],
  ])('names %s where it is wrong', (option, wrong) => {
    expect(() => createImageSearchPipeline({ ...parts, ...wrong } as never)).toThrow(`Option "${option}"`);
  });

  it('hints at a forgotten await and at another version', () => {
    const hintOf = (wrong: object): unknown => {
      try {
        createImageSearchPipeline({ ...parts, ...wrong } as never);
      } catch (error) {
        return (error as ImageSearchError).hint;
      }
    };
    expect(hintOf({ embedder: Promise.resolve(parts.embedder) })).toContain('"await"');
    expect(hintOf({ store: { ...parts.store, specVersion: 2 } })).toContain('versions');
  });

  it('touches nothing', () => {
    const { store, embedder } = setUp();
    expect(embedder.calls).toEqual([]);
    expect(store).toBeDefined();
  });
});

describe('info', () => {
  it('names the components, dimensions and everything that they had to say', () => {
    const embedder = createFakeEmbedder();
    Object.assign(embedder.info, { warnings: ['fell back to b.onnx'], provider: 'cpu' });
    const { pipeline } = setUp({ embedder });
    expect(pipeline.info).toMatchObject({
      dimensions: 16,
      components: {
        imageProcessor: { id: 'fake' },
        backgroundRemover: { id: 'fake-background' },
        embedder: { id: 'fake-embedder', provider: 'cpu' },
        classifier: { id: 'fake-classifier' },
        store: { id: 'memory' },
      },
      warnings: ['embedder: fell back to b.onnx'],
    });
  });

  it('has a fingerprint whose parts follow what they are of', () => {
    const of = (more: Partial<PipelineOptions<Fields>>) =>
      setUp(more as Partial<FakeParts>).pipeline.info.fingerprint;
    const base = of({});
    const changed = (more: Partial<PipelineOptions<Fields>>) =>
      (['space', 'category', 'settings'] as const).filter((part) => of(more)[part] !== base[part]);
    expect(changed({})).toEqual([]);
    expect(changed({ embedder: createFakeEmbedder({ fingerprint: 'x' }) })).toEqual(['space']);
    for (const policies of [{ workingSize: 256 }, { margin: null }, { fill: [0, 0, 0] }] as const)
      expect(changed({ policies })).toEqual(['space']);
    for (const policies of [{ feather: 2 }, { gate: { maxEntropy: 0.1 } }, { minConfidence: 0.5 }])
      expect(changed({ policies })).toEqual(['settings']);
    expect(changed({ policies: { fillUp: false } })).toEqual([]);
    const leaves = fakeParts().classifier.info.categories.map((id) => ({ id }));
    expect(changed({ taxonomy: leaves })).toEqual(['category']);
    expect(changed({ backgroundRemover: undefined })).toEqual(['space', 'settings']);
    expect(of({ embedder: createFakeEmbedder({ sameSpaceAs: ['fake-embedder-0'] }) }).sameSpaceAs).toEqual([
      base.space.replace('fake-embedder-1', 'fake-embedder-0'),
    ]);
  });
});

describe('the store that it finds', () => {
  const filledBy = async (embedder = createFakeEmbedder()) => {
    const first = setUp({ embedder });
    await first.pipeline.index([{ id: 'a', images: [image] }]);
    return first.store;
  };

  it('is refused where vectors do not compare', async () => {
    const store = await filledBy(createFakeEmbedder({ fingerprint: 'other-model' }));
    const { pipeline } = setUp({ store });
    await expect(pipeline.search({ image })).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
    await expect(pipeline.open()).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
    expect((await pipeline.embed({ image })).vector).toHaveLength(16);
  });

  it('is refused with what differs, also where the store does not look', async () => {
    const { pipeline, store } = setUp();
    const stored = { ...pipeline.info.fingerprint, space: 'embedder=older;workingSize=512' };
    Object.assign(store, { open: async () => ({ fingerprint: stored, warnings: [] }) });
    await expect(pipeline.search({ image })).rejects.toThrow(
      'embedder is "fake-embedder-1" here, "older" in the store',
    );
  });

  it('is used with a warning where only settings or categories differ', async () => {
    const store = await filledBy();
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const { pipeline } = setUp({ store, policies: { feather: 3 }, logger });
    const { warnings, matches } = await pipeline.search({ image });
    expect(matches).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('feather is "3" here, "1" in the store')]);
    expect(pipeline.info.warnings).toEqual(warnings);
    expect(warn).toHaveBeenCalledTimes(warnings.length);
    expect((await pipeline.index([])).warnings).toEqual(warnings);
  });
});

describe('analyze', () => {
  it('shows the pictures in between', async () => {
    const { pipeline } = setUp();
    const { pictures, background, vector, timings } = await pipeline.analyze({ image });
    const [original, mask, cutOut, input] = [
      pictures.original,
      pictures.mask!,
      pictures.cutOut!,
      pictures.input,
    ].map((bytes) => unpackImage(bytes));
    expect(original!.header).toMatchObject({ width: 16, height: 16, channels: 3 });
    expect(mask!.header).toMatchObject({ width: 16, height: 16, channels: 3 });
    expect(new Set(mask!.data)).toEqual(new Set([0, 255]));
    expect([mask!.data[0], mask!.data[(8 * 16 + 8) * 3]]).toEqual([0, 255]);
    expect(cutOut!.header.channels).toBe(4);
    expect(cutOut!.header.width).toBeLessThan(16);
    expect(cutOut!.data[3]).toBeLessThan(255);
    expect(input!.header).toMatchObject({ channels: 3, width: cutOut!.header.width });
    expect(background.removed).toBe(true);
    expect(timings.encode).toBeGreaterThan(0);
    expect(vector).toEqual((await pipeline.embed({ image })).vector);
  });

  it('shows mask and cut-out also where the gate objected, and neither where there is no mask', async () => {
    const { pipeline } = setUp({ policies: { gate: { maxCoverage: 0.01 } } });
    const gated = await pipeline.analyze({ image });
    expect(gated.background.reason).toBe('full');
    expect(gated.pictures.input).toEqual(gated.pictures.original);
    expect(Object.keys(gated.pictures).sort()).toEqual(['cutOut', 'input', 'mask', 'original']);
    const off = await pipeline.analyze({ image, backgroundRemoval: 'off' });
    expect(Object.keys(off.pictures).sort()).toEqual(['input', 'original']);
  });

  it('needs no store', async () => {
    const { pipeline, store } = setUp();
    const open = vi.spyOn(store, 'open');
    await pipeline.analyze({ image });
    await pipeline.embed({ image });
    expect(open).not.toHaveBeenCalled();
    await expect(pipeline.embed({ image, limit: 3 } as never)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    await expect(pipeline.embed(image as never)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});

describe('opening', () => {
  it('happens once, by whoever comes first', async () => {
    const { pipeline, store } = setUp();
    const open = vi.spyOn(store, 'open');
    await Promise.all([
      pipeline.search({ image }),
      pipeline.open(),
      pipeline.remove(['x']),
      pipeline.index([]),
    ]);
    await pipeline.open();
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('is tried again after a failure, and not failed for all by one abort', async () => {
    const { pipeline, store } = setUp();
    const original = store.open;
    const gone = new ImageSearchError({ code: 'STORE_UNAVAILABLE', message: 'not yet' });
    const open = vi.fn(original).mockRejectedValueOnce(gone);
    Object.assign(store, { open });
    await expect(pipeline.open()).rejects.toBe(gone);
    const controller = new AbortController();
    const aborted = pipeline.open({ signal: controller.signal });
    const other = pipeline.open();
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await other;
    expect(open).toHaveBeenCalledTimes(2);
  });
});

describe('closing', () => {
  it('finishes what was accepted, refuses the rest and leaves the components', async () => {
    const { pipeline, store, embedder } = setUp({ embedder: createFakeEmbedder({ delay: 20 }) });
    const close = vi.spyOn(store, 'close');
    const search = pipeline.search({ image });
    const run = pipeline.index([{ id: 'a', images: [image] }]);
    const closing = pipeline.close();
    await expect(pipeline.search({ image })).rejects.toMatchObject({ code: 'CLOSED' });
    expect(() => pipeline.index([])).toThrow('closed');
    expect(() => pipeline.scope({})).toThrow('closed');
    await expect(pipeline.open()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(close).not.toHaveBeenCalled();
    await closing;
    expect((await search).query.category.id).toBe('bottom');
    expect(await run).toMatchObject({ indexed: 1 });
    expect(close).toHaveBeenCalledTimes(1);
    expect(embedder.closed).toBe(false);
    await pipeline.close();
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('closes the components when asked to', async () => {
    const { pipeline, ...parts } = setUp();
    await pipeline.close({ components: true });
    for (const part of [parts.imageProcessor, parts.backgroundRemover, parts.embedder, parts.classifier])
      expect(part.closed).toBe(true);
  });

  it('closes the components when that is asked for the second time, and says no to what it does not know', async () => {
    const { pipeline, embedder } = setUp();
    await expect(pipeline.close({ component: true } as never)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    await pipeline.search({ image });
    const both = [pipeline.close(), pipeline.close({ components: true })];
    await Promise.all(both);
    expect(embedder.closed).toBe(true);
  });

  it('closes the other components where one cannot be closed', async () => {
    const { pipeline, store, ...parts } = setUp();
    const stuck = new Error('The disk is full.');
    const close = vi.spyOn(store, 'close').mockRejectedValue(stuck);
    await expect(pipeline.close({ components: true })).rejects.toBe(stuck);
    for (const part of [parts.imageProcessor, parts.embedder, parts.classifier])
      expect(part.closed).toBe(true);
    await expect(pipeline.close({ components: true })).rejects.toBe(stuck);
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('happens at the end of a block', async () => {
    const { pipeline, store } = setUp();
    const close = vi.spyOn(store, 'close');
    {
      await using inner = pipeline;
      await inner.open();
    }
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('of a scope leaves the pipeline open', async () => {
    const { pipeline } = setUp({ fields: { shop: 'keyword' } });
    const shop = pipeline.scope({ shop: 'a' } as never);
    await shop.close();
    await expect(shop.search({ image })).rejects.toMatchObject({ code: 'CLOSED' });
    expect((await pipeline.search({ image })).matches).toEqual([]);
    const other = pipeline.scope({ shop: 'b' } as never);
    await pipeline.close();
    await expect(other.search({ image })).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('callers who leave', () => {
  it('are released at once, whatever hangs', async () => {
    const never = new Promise<never>(() => undefined);
    const { pipeline } = setUp({
      imageProcessor: { ...createFakeImageProcessor(), decode: () => never } as never,
    });
    const reason = new Error('left');
    for (const call of [pipeline.search, pipeline.embed, pipeline.analyze]) {
      const controller = new AbortController();
      const answer = call({ image }, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 5);
      await expect(answer).rejects.toMatchObject({ code: 'ABORTED', name: 'AbortError', cause: reason });
    }
  });

  it('do not begin at all when they have left before, or are too late', async () => {
    const { pipeline, imageProcessor } = setUp();
    await expect(pipeline.search({ image }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    await expect(pipeline.embed({ image }, { deadline: Date.now() - 1 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    expect(imageProcessor.calls).toEqual([]);
  });

  it('do not disturb those who share a batch with them', async () => {
    const { pipeline } = setUp({ embedder: createFakeEmbedder({ delay: 10 }) });
    const controller = new AbortController();
    const leaving = pipeline.embed({ image }, { signal: controller.signal });
    const staying = pipeline.embed({ image: photoOf(2) });
    setTimeout(() => controller.abort(), 5);
    await expect(leaving).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await staying).category.id).toBe('outer');
  });
});
