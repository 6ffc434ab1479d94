import { describe, expect, it } from 'vitest';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import { createMemoryStore } from '../store/create-memory-store.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import { compareRuns, evaluate, type LabelledImage, summariseRun } from './index.ts';

const createPipeline = (backgroundRemoval: 'auto' | 'off' | 'always'): ImageSearchPipeline =>
  createImageSearchPipeline({ ...fakeParts(), store: createMemoryStore(), policies: { backgroundRemoval } });

/** Four shades each of five leaves, whose hues the fake models tell apart. */
const pictures = (
  more: (leaf: number, shade: number) => Partial<LabelledImage> = () => ({}),
): LabelledImage[] =>
  [0, 1, 2, 3, 4].flatMap((leaf) =>
    [0, 1, 2, 3].map((shade) => ({
      id: `${leaf}-${shade}.jpg`,
      source: photoOf(leaf, shade * 10),
      label: `leaf ${leaf}`,
      ...more(leaf, shade),
    })),
  );

it('finds neighbours of the same hue, leaving each picture out of its own answers', async () => {
  const [run] = await evaluate(pictures(), { createPipeline, modes: ['off'] });
  expect(run!.queries).toHaveLength(20);
  for (const { id, answers, relevant } of run!.queries) {
    expect(answers.map((answer) => answer.id)).not.toContain(id);
    expect(relevant).toBe(3);
    expect(answers.slice(0, 3).every(({ right }) => right)).toBe(true);
  }
  const { overall, byCategory, timings } = summariseRun(run!);
  expect(overall).toMatchObject({ queries: 20, recallAt1: { value: 1 }, top5Accuracy: { low: 1, high: 1 } });
  expect(Object.keys(byCategory)).toEqual(['leaf 0', 'leaf 1', 'leaf 2', 'leaf 3', 'leaf 4']);
  expect(timings.total!.p95).toBeGreaterThanOrEqual(timings.total!.p50);
});

it('asks queries alone, answers from the catalogue alone, and has no interest in the unanswerable', async () => {
  const images = pictures((leaf, shade) => ({ split: shade === 0 || leaf === 4 ? 'query' : 'catalogue' }));
  const [run] = await evaluate(images, { createPipeline, modes: ['off'] });
  expect(run!.queries.map(({ id }) => id)).toEqual(['0-0.jpg', '1-0.jpg', '2-0.jpg', '3-0.jpg']);
  expect(run!.catalogue).toEqual({ indexed: 12, failed: [] });
  expect(run!.strangers).toBeUndefined();
});

it('keeps what asks for something that is not in the catalogue apart, where a calibration wants it', async () => {
  const images = pictures((leaf, shade) => ({ split: shade === 0 || leaf === 4 ? 'query' : 'catalogue' }));
  const [plain] = await evaluate(images, { createPipeline, modes: ['off'] });
  const [run] = await evaluate(images, { createPipeline, modes: ['off'], strangers: true });
  expect(run!.strangers!.map(({ id }) => id)).toEqual(['4-0.jpg', '4-1.jpg', '4-2.jpg', '4-3.jpg']);
  for (const { answers, relevant } of run!.strangers!) {
    expect(relevant).toBe(0);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every(({ right }) => !right)).toBe(true);
  }
  const { timings: _, ...figures } = summariseRun(run!);
  expect(summariseRun(plain!)).toMatchObject(figures);
});

it('counts products once, asks recall for the product and top-5 accuracy for the label', async () => {
  // Two products a label: the query's own product is of another hue, its label is near.
  const images: LabelledImage[] = [
    { id: 'q', source: photoOf(0), label: 'red', productId: 'a', split: 'query' },
    { id: 'a1', source: photoOf(6), label: 'red', productId: 'a', split: 'catalogue' },
    ...[5, 10, 15].map((shade) => ({
      id: `b${shade}`,
      source: photoOf(0, shade),
      label: 'red',
      productId: 'b',
      split: 'catalogue' as const,
    })),
  ];
  const [run] = await evaluate(images, { createPipeline, modes: ['off'], category: false });
  const { overall } = summariseRun(run!);
  expect(run!.queries[0]!.answers.map(({ id }) => id.slice(0, 1))).toEqual(['b', 'a']);
  expect(overall).toMatchObject({
    recallAt1: { value: 0 },
    recallAt5: { value: 1 },
    meanAveragePrecisionAt10: { value: 0.5 },
    top5Accuracy: { value: 1 },
  });
});

it('judges the classifier, its confidence and its threshold', async () => {
  const leaves = ['top', 'bottom', 'outer', 'shoes', 'smartphone'];
  const images = pictures((leaf, shade) => ({
    category: shade === 3 ? 'other' : shade === 2 ? 'laptop' : leaves[leaf]!,
  }));
  const [run] = await evaluate(images, { createPipeline, modes: ['off'] });
  const { classification } = summariseRun(run!, { threshold: 0 });
  expect(classification).toMatchObject({
    queries: 20,
    accuracy: { value: 10 / 15 },
    threshold: { confident: 1, accuracyWhenConfident: 10 / 15, wrongAvoided: 0, rightLost: 0, otherFound: 0 },
  });
  expect(classification!.confusion.laptop).toEqual(Object.fromEntries(leaves.map((leaf) => [leaf, 1])));
  const strict = summariseRun(run!, { threshold: 1.01 }).classification!;
  expect(strict.threshold).toMatchObject({ confident: 0, wrongAvoided: 1, rightLost: 1, otherFound: 1 });
});

describe('what goes wrong', () => {
  it('counts an unreadable query as wrong, and lists an unreadable catalogue picture', async () => {
    const images = pictures();
    const broken = { ...images[0]!, source: new Uint8Array([1, 2, 3]) };
    const [run] = await evaluate([broken, ...images.slice(1)], { createPipeline, modes: ['off'] });
    expect(run!.catalogue.failed.map(({ id }) => id)).toEqual(['0-0.jpg']);
    expect(run!.queries[0]!.error).toBeDefined();
    const { overall, failedQueries } = summariseRun(run!);
    expect(failedQueries).toBe(1);
    expect(overall.recallAt1.value).toBe(19 / 20);
  });

  it('refuses one id twice and an empty side', async () => {
    const [one, two] = pictures();
    await expect(evaluate([one!, { ...two!, id: one!.id }], { createPipeline })).rejects.toThrow(
      'different ids',
    );
    await expect(evaluate([{ ...one!, split: 'query' }], { createPipeline })).rejects.toThrow('catalogue');
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const running = evaluate(pictures(), {
      createPipeline,
      signal: stop.signal,
      onProgress: ({ phase }) => phase === 'search' && stop.abort(),
    });
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

it('tells runs that differ from runs that do not', async () => {
  const [off, auto] = await evaluate(pictures(), { createPipeline, modes: ['off', 'auto'] });
  expect(compareRuns(off!, auto!, 'recallAt1')).toMatchObject({ queries: 20, beyondNoise: false, pValue: 1 });
  const worse = { ...auto!, queries: auto!.queries.map((query) => ({ ...query, answers: [] })) };
  expect(compareRuns(off!, worse)).toMatchObject({ difference: { value: -1 }, beyondNoise: true });
});
