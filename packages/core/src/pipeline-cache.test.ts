import { describe, expect, it } from 'vitest';
import { createEmbeddingCache } from './cache/create-embedding-cache.ts';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { defaultGatePolicy } from './photo/gate.ts';
import type { Fields } from './spec/fields.ts';
import type { PipelineOptions } from './spec/pipeline.ts';
import { createFakeBackgroundRemover } from './testing/create-fake-background-remover.ts';
import { createFakeClassifier } from './testing/create-fake-classifier.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { createFakeImageProcessor } from './testing/create-fake-image-processor.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const image = photoOf(1);
const setUp = (more: Partial<PipelineOptions<Fields>> = {}, cache = createEmbeddingCache()) => {
  const parts = { ...fakeParts(), ...more, cache };
  return { ...parts, pipeline: createImageSearchPipeline(parts) };
};
const work = ({ imageProcessor, embedder, classifier, backgroundRemover }: ReturnType<typeof fakeParts>) =>
  [imageProcessor, embedder, classifier, backgroundRemover].map(({ calls }) => calls.length);

describe('a cache in the pipeline', () => {
  it('saves every step, and changes nothing in the answer', async () => {
    const parts = fakeParts();
    const { pipeline } = setUp(parts);
    const without = createImageSearchPipeline(fakeParts());
    const expected = await without.embed({ image });
    const first = await pipeline.embed({ image });
    const after = work(parts);
    const second = await pipeline.embed({ image: new Blob([image as Uint8Array<ArrayBuffer>]) });
    expect(work(parts)).toEqual(after);
    for (const { vector, category, background } of [first, second])
      expect({ vector, category, background }).toEqual({
        vector: expected.vector,
        category: expected.category,
        background: expected.background,
      });
    expect(second.vector).not.toBe(first.vector);
    expect(Object.keys(second.timings).sort()).toEqual(['read', 'total']);
  });

  it('is filled by indexing and asked by searching, and the other way round', async () => {
    const parts = fakeParts();
    const { pipeline, cache } = setUp(parts);
    await pipeline.index([{ id: 'a', images: [image] }]);
    const after = work(parts);
    expect((await pipeline.search({ image })).matches[0]).toMatchObject({ productId: 'a' });
    await pipeline.index([{ id: 'b', images: [image] }]);
    expect(work(parts)).toEqual(after);
    expect(cache.stats()).toMatchObject({ misses: 1, hits: { memory: 2 } });
    const [a, b] = await parts.store.get(['a/0', 'b/0']);
    expect(b?.contentHash).toBe(a?.contentHash);
  });

  it('keeps what a caller chose to himself', async () => {
    const parts = fakeParts();
    const { pipeline } = setUp(parts);
    await pipeline.index([{ id: 'a', images: [image], category: 'bed' }]);
    expect(parts.classifier.calls).toEqual([]);
    expect((await pipeline.search({ image, category: 'chair' })).query.category).toMatchObject({
      id: 'chair',
      source: 'caller',
    });
    expect(parts.embedder.calls).toHaveLength(1);
    expect((await pipeline.search({ image })).query.category).toMatchObject({
      id: 'bottom',
      source: 'classifier',
    });
    expect((await pipeline.search({ image, category: 'chair' })).query.category.id).toBe('chair');
    expect(parts.classifier.calls).toHaveLength(1);
  });

  it('tells background modes apart, and takes the default for what it is', async () => {
    const parts = fakeParts();
    const { pipeline } = setUp(parts);
    const modes = ['auto', 'off', 'always', undefined] as const;
    for (const backgroundRemoval of [...modes, ...modes]) {
      const { background } = await pipeline.embed({ image, backgroundRemoval });
      expect(background.mode).toBe(backgroundRemoval ?? 'auto');
    }
    expect(parts.embedder.calls).toHaveLength(3);
  });

  it('tells parts of a picture apart', async () => {
    const parts = fakeParts();
    const { pipeline } = setUp(parts);
    const half = { left: 0, top: 0, width: 0.5, height: 1 };
    const boxes = [undefined, half, { ...half, left: 0.5 }, { ...half, width: 0.25 }];
    const ask = async () => {
      for (const box of boxes) await pipeline.search({ image, ...(box && { box }) });
    };
    await ask();
    await ask();
    expect(parts.embedder.calls).toHaveLength(boxes.length);
  });

  it('is not asked where the pictures are wanted', async () => {
    const parts = fakeParts();
    const { pipeline } = setUp(parts);
    await pipeline.embed({ image });
    expect((await pipeline.analyze({ image })).pictures.input.length).toBeGreaterThan(0);
    expect(parts.embedder.calls).toHaveLength(2);
  });

  const names = ['top', 'bottom'];
  it.each<[string, Partial<PipelineOptions<Fields>>]>([
    ['another embedder', { embedder: createFakeEmbedder({ fingerprint: 'x' }) }],
    ['another classifier', { classifier: createFakeClassifier({ fingerprint: 'x' }) }],
    ['another remover', { backgroundRemover: createFakeBackgroundRemover({ size: 16, fingerprint: 'x' }) }],
    ['no remover', { backgroundRemover: undefined }],
    [
      'another decoder',
      { imageProcessor: { ...createFakeImageProcessor(), info: { id: 'fake', fingerprint: 'x' } } },
    ],
    ['another tree', { taxonomy: names.map((id) => ({ id })), classifier: undefined }],
    ['another working size', { policies: { workingSize: 64 } }],
    ['another margin', { policies: { margin: 0.5 } }],
    ['another fill', { policies: { fill: [0, 0, 0] } }],
    ['another feather', { policies: { feather: 3 } }],
    ['another threshold', { policies: { minConfidence: 0.99 } }],
    ['another gate', { policies: { gate: { maxCoverage: defaultGatePolicy.maxCoverage / 2 } } }],
    ['other limits', { policies: { limits: { maxPixels: 1e6 } } }],
  ])('does not answer for %s', async (_, more) => {
    const cache = createEmbeddingCache();
    await setUp({}, cache).pipeline.embed({ image });
    await setUp(more, cache).pipeline.embed({ image });
    expect(cache.stats()).toMatchObject({ misses: 2, hits: { memory: 0 } });
    await setUp({ policies: { fillUp: false, backgroundRemoval: 'auto' } }, cache).pipeline.embed({ image });
    expect(cache.stats()).toMatchObject({ misses: 2, hits: { memory: 1 } });
  });

  it('remembers what cannot be read, until the limits are others', async () => {
    const cache = createEmbeddingCache();
    const [broken, large] = [photoOf(1, 0, { broken: true }), photoOf(1, 0, { width: 100, height: 100 })];
    const small = { policies: { limits: { maxPixels: 1000 } } };
    for (const photo of [broken, large]) {
      const parts = fakeParts();
      const { pipeline } = setUp({ ...parts, ...small }, cache);
      for (let at = 0; at < 2; at++)
        await expect(pipeline.search({ image: photo })).rejects.toMatchObject({
          code: photo === broken ? 'INVALID_IMAGE' : 'IMAGE_TOO_LARGE',
        });
      expect(parts.imageProcessor.calls).toHaveLength(1);
    }
    const { failed } = await setUp(small, cache).pipeline.index([
      { id: 'a', images: [broken, large, image] },
    ]);
    expect(failed).toBe(2);
    expect(cache.stats()).toMatchObject({ hits: { memory: 4 }, misses: 3 });
    await setUp({}, cache).pipeline.embed({ image: large });
  });

  it('lets fifty shoppers with one photo compute once, one of whom leaves', async () => {
    const parts = { ...fakeParts(), embedder: createFakeEmbedder({ delay: 300 }) };
    const { pipeline } = setUp(parts);
    const leaver = new AbortController();
    const all = Array.from({ length: 50 }, (_, at) =>
      pipeline.search({ image }, at === 0 ? { signal: leaver.signal } : {}).then(
        () => 'answered',
        ({ code }) => code,
      ),
    );
    await expect.poll(() => parts.embedder.calls, { interval: 5 }).toEqual([1]);
    leaver.abort();
    const outcomes = await Promise.all(all);
    expect(outcomes.filter((outcome) => outcome === 'answered')).toHaveLength(49);
    expect(outcomes[0]).toBe('ABORTED');
    expect(parts.embedder.calls).toEqual([1]);
  });

  it('is one of the components: named, and closed with them', async () => {
    let closed = 0;
    const cache = { ...createEmbeddingCache(), close: async () => void closed++ };
    const { pipeline } = setUp({}, cache);
    expect(pipeline.info.components.cache).toEqual({ id: 'memory' });
    await pipeline.close();
    expect(closed).toBe(0);
    await setUp({}, cache).pipeline.close({ components: true });
    expect(closed).toBe(1);
    expect(() => setUp({}, {} as never)).toThrow('Option "cache"');
  });
});
