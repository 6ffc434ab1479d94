import { describe, expect, it } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { createMemoryFeedbackSink } from './feedback/create-memory-feedback-sink.ts';
import { readTaste } from './feedback/read-taste.ts';
import { recordFeedback } from './feedback/record-feedback.ts';
import { withTaste } from './feedback/with-taste.ts';
import type { SearchRequest, Taste } from './spec/search.ts';
import { turnByTaste } from './taste/turn-by-taste.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const fields = { shop: 'keyword' } as const;

async function filled() {
  const pipeline = createImageSearchPipeline({ ...fakeParts(), fields });
  await pipeline.index(
    Array.from({ length: 26 }, (_, at) => ({ id: `p${at}`, images: [photoOf(at % 13, at < 13 ? 0 : 30)] })),
  );
  const vectorOf = async (at: number) =>
    (await pipeline.embed({ image: photoOf(at % 13, at < 13 ? 0 : 30) })).vector;
  return { pipeline, vectorOf };
}
const everything = { category: false, limit: 26 } as const;
const ids = ({ matches }: { matches: readonly { productId: string }[] }) =>
  matches.map(({ productId }) => productId);

describe('a taste', () => {
  it('finds what the turned vector finds by itself', async () => {
    const { pipeline, vectorOf } = await filled();
    const { vector, fingerprint } = await pipeline.embed({ image: photoOf(0) });
    const likes = [{ productId: 'p4', weight: 0.5 }, { productId: 'p17' }];
    const refusals = [{ productId: 'p1' }];
    const bounds = { likeWeight: 0.8, refusalWeight: 0.4, minCosine: 0.7 };
    const turned = turnByTaste(
      vector,
      {
        likes: [{ vector: await vectorOf(4), weight: 0.5 }, { vector: await vectorOf(17) }],
        refusals: [{ vector: await vectorOf(1) }],
      },
      bounds,
    );
    const asked = await pipeline.search({
      image: photoOf(0),
      taste: { likes, refusals, ...bounds },
      ...everything,
    });
    const byHand = await pipeline.search({ vector: turned, fingerprint, ...everything });
    expect(ids(asked)).toEqual(ids(byHand));
    asked.matches.forEach(({ similarity }, at) => {
      expect(similarity).toBeCloseTo(byHand.matches[at]!.similarity, 5);
    });
    expect(ids(asked)).not.toEqual(ids(await pipeline.search({ image: photoOf(0), ...everything })));
  });

  it('is nothing unless it is given', async () => {
    const { pipeline } = await filled();
    const plain = await pipeline.search({ image: photoOf(3), ...everything });
    for (const taste of [undefined, {}, { likes: [] }, { likes: [{ productId: 'p9', weight: 0 }] }])
      expect(ids(await pipeline.search({ image: photoOf(3), taste, ...everything }))).toEqual(ids(plain));
  });

  it('leaves the category of the photo alone', async () => {
    const { pipeline } = await filled();
    const taste: Taste = { likes: [{ productId: 'p9' }], likeWeight: 1, minCosine: 0.5 };
    const { query } = await pipeline.search({ image: photoOf(3), taste });
    expect(query.category).toEqual((await pipeline.search({ image: photoOf(3) })).query.category);
  });

  it('does without products that are gone, and says so', async () => {
    const { pipeline } = await filled();
    const taste = { likes: [{ productId: 'gone' }], refusals: [{ productId: 'gone too' }] };
    const result = await pipeline.search({ image: photoOf(3), taste, ...everything });
    expect(ids(result)).toEqual(ids(await pipeline.search({ image: photoOf(3), ...everything })));
    expect(result.warnings).toEqual([
      expect.stringContaining('taste.likes[0] was left out'),
      expect.stringContaining('taste.refusals[0] was left out'),
    ]);
  });

  it('may change between two pages, and nothing comes twice', async () => {
    const { pipeline } = await filled();
    const request: SearchRequest = { image: photoOf(3), category: false, limit: 5 };
    const first = await pipeline.search(request);
    const taste: Taste = { likes: [{ productId: 'p9' }], likeWeight: 1, minCosine: 0.5 };
    const second = await pipeline.search({ ...request, taste, cursor: first.next });
    expect(new Set([...ids(first), ...ids(second)]).size).toBe(10);
  });

  it.each<[string, unknown]>([
    ['taste.minCosine', { minCosine: 0.1 }],
    ['taste.likeWeight', { likeWeight: 2 }],
    ['taste.likes', { likes: Array.from({ length: 33 }, () => ({ productId: 'p1' })) }],
    ['taste.likes', { likes: [{ image: photoOf(1) }] }],
    ['taste.refusals[0].weight', { refusals: [{ productId: 'p1', weight: -1 }] }],
    ['taste', { loves: [] }],
  ])('refuses %s that is none', async (option, taste) => {
    const { pipeline } = await filled();
    await expect(pipeline.search({ image: photoOf(3), taste: taste as Taste })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(`"${option}"`),
    });
  });
});

it('goes from a click to a personal search', async () => {
  const { pipeline } = await filled();
  await using sink = createMemoryFeedbackSink();
  const userId = 'u-1';
  const search = async () =>
    pipeline.search({
      image: photoOf(3),
      taste: { ...(await readTaste(sink, userId)), likeWeight: 1, minCosine: 0.5 },
      ...everything,
    });
  const before = ids(await search());
  await recordFeedback(sink, { kind: 'like', userId, productId: 'p9', position: before.indexOf('p9') });
  const after = ids(await search());
  expect(after.indexOf('p9')).toBeLessThan(before.indexOf('p9'));
});

it('is the pipeline as one person sees it, and another taste where a search brings one', async () => {
  const { pipeline } = await filled();
  const bounds = { likeWeight: 1, minCosine: 0.5 };
  const [ninth, fifth]: Taste[] = [
    { likes: [{ productId: 'p9' }], ...bounds },
    { likes: [{ productId: 'p5' }], ...bounds },
  ];
  const own = withTaste(pipeline, ninth);
  const request: SearchRequest<typeof fields> = { image: photoOf(3), ...everything };
  expect(ids(await own.search(request))).toEqual(ids(await pipeline.search({ ...request, taste: ninth })));
  const other = { ...request, taste: fifth };
  expect(ids(await own.search(other))).toEqual(ids(await pipeline.search(other)));
  expect(withTaste(pipeline, undefined)).toBe(pipeline);
});
