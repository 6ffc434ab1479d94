import { describe, expect, it } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import type { PipelineOptions } from './spec/pipeline.ts';
import type { Calibration } from './spec/search.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

/** The first has one picture like the query and one unlike it; the second has two that are rather like it. */
async function filled(options: Partial<PipelineOptions> = {}) {
  const pipeline = createImageSearchPipeline({ ...fakeParts(), ...options });
  await pipeline.index([
    { id: 'mixed', images: [photoOf(0), photoOf(6)] },
    { id: 'steady', images: [photoOf(0, 3), photoOf(0, 4)] },
  ]);
  return pipeline;
}
const request = { image: photoOf(0), category: false } as const;

describe('a product with several pictures', () => {
  it('is as near as its nearest, unless asked otherwise', async () => {
    const pipeline = await filled();
    const { matches } = await pipeline.search(request);
    expect(matches.map(({ productId }) => productId)).toEqual(['mixed', 'steady']);
    expect(matches[0]!.similarity).toBeCloseTo(1, 5);
    expect('views' in matches[0]!).toBe(false);
  });

  it('is as near as all of them together, with the nearest to show, by request or by policy', async () => {
    const byRequest = await (await filled()).search({ ...request, views: 'mean' });
    const byPolicy = await (await filled({ policies: { views: 'mean' } })).search(request);
    expect(byPolicy.matches).toEqual(byRequest.matches);
    const [first, second] = byRequest.matches;
    expect([first!.productId, second!.productId]).toEqual(['steady', 'mixed']);
    expect(second!.imageId).toBe('0');
    for (const { similarity, views } of byRequest.matches) {
      expect(views!.map(({ imageId }) => imageId).sort()).toEqual(['0', '1']);
      expect(similarity).toBeCloseTo((views![0]!.similarity + views![1]!.similarity) / 2, 9);
    }
    const back = await (await filled({ policies: { views: 'mean' } })).search({ ...request, views: 'best' });
    expect(back.matches[0]!.productId).toBe('mixed');
  });

  it('is left out where all of them together are not near enough', async () => {
    const pipeline = await filled();
    const [first, second] = (await pipeline.search({ ...request, views: 'mean' })).matches;
    const between = (first!.similarity + second!.similarity) / 2;
    const { matches } = await pipeline.search({ ...request, views: 'mean', minSimilarity: between });
    expect(matches.map(({ productId }) => productId)).toEqual(['steady']);
  });

  it('takes no cursor of another comparison', async () => {
    const pipeline = await filled();
    const { next } = await pipeline.search({ ...request, views: 'mean', limit: 1 });
    await expect(pipeline.search({ ...request, limit: 1, cursor: next })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    const page = await pipeline.search({ ...request, views: 'mean', limit: 1, cursor: next });
    expect(page.matches[0]!.productId).toBe('mixed');
  });

  it('has no confidence but that of its best picture', async () => {
    const { info } = await filled();
    const calibration: Calibration = {
      format: 'imgsearch-calibration-1',
      space: info.fingerprint.space,
      intercept: 0,
      similarity: 1,
      lead: 1,
      threshold: 0.5,
      figures: {} as never,
    };
    const pipeline = await filled({ calibration });
    expect((await pipeline.search(request)).confidence).toBeDefined();
    const { confidence, warnings } = await pipeline.search({ ...request, views: { top: 2 } });
    expect(confidence).toBeUndefined();
    expect(warnings).toContainEqual(expect.stringContaining('confidence'));
  });

  it('is refused a comparison that there is not', async () => {
    await expect((await filled()).search({ ...request, views: 'worst' as never })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('"views"'),
    });
    expect(() => createImageSearchPipeline({ ...fakeParts(), policies: { views: { top: 0 } } })).toThrow(
      /policies\.views\.top/,
    );
  });
});
