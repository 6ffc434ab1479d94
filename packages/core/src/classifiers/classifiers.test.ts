import { describe, expect, it } from 'vitest';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import type { Embedder } from '../spec/embedder.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import {
  createCentroidClassifier,
  createLinearClassifier,
  createZeroShotClassifier,
  embedExamples,
  fitLogisticClassifier,
  type LabelledVector,
  type LinearHead,
} from './index.ts';

const info = { id: 'round', fingerprint: 'round-1', dimensions: 2, maxBatchSize: 8 };
const embedder = { info };
/** A unit vector at an angle in degrees. */
const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const near = (middle: number, category: string): LabelledVector[] =>
  [-12, -5, 0, 6, 11].map((turn) => ({ vector: at(middle + turn), category }));
const examples = [...near(0, 'mug'), ...near(120, 'plate'), ...near(240, 'other')];
const saved = (value: unknown): LinearHead => JSON.parse(JSON.stringify(value)) as LinearHead;

const kinds = {
  centroid: async (given: readonly LabelledVector[]) =>
    createCentroidClassifier({ examples: given, embedder }),
  logistic: (given: readonly LabelledVector[]) => fitLogisticClassifier({ examples: given, embedder }),
};

describe.each(Object.entries(kinds))('%s', (_, fit) => {
  it('tells what it was shown, and keeps what is like none of it from every category', async () => {
    const classifier = await fit(examples);
    expect(classifier.info.categories).toEqual(['mug', 'plate']);
    const [mug, plate, strange] = await classifier.classify([at(3), at(118), at(240)]);
    expect(mug!.probabilities[0]).toBeGreaterThan(0.8);
    expect(plate!.probabilities[1]).toBeGreaterThan(0.8);
    expect(Math.max(...strange!.probabilities)).toBeLessThan(0.2);
    expect(classifier.toJSON().heldOut).toMatchObject({ examples: 15, accuracy: 1 });
    expect(classifier.info.warnings ?? []).toEqual([]);
  });

  it('is the same after it was saved', async () => {
    const classifier = await fit(examples);
    const loaded = createLinearClassifier({ head: saved(classifier), embedder });
    const vectors = [at(20), at(77), at(200)];
    expect(await loaded.classify(vectors)).toEqual(await classifier.classify(vectors));
    expect(loaded.info).toEqual(classifier.info);
    expect((await fit(examples.slice(1))).info.fingerprint).not.toBe(loaded.info.fingerprint);
  });

  it('is never sure after a few examples, however rightly it told them', async () => {
    const [answer] = await (await fit(examples)).classify([at(0)]);
    expect(answer!.probabilities[0]).toBeLessThan(0.999);
  });

  it('says so where nothing could be held out', async () => {
    const classifier = await fit([examples[2]!, examples[7]!]);
    expect(classifier.toJSON().heldOut).toBeUndefined();
    expect(classifier.info.warnings).toEqual([expect.stringContaining('not calibrated')]);
    const [answer] = await classifier.classify([at(0)]);
    expect(answer!.probabilities[0]).toBeGreaterThan(answer!.probabilities[1]!);
  });

  it('refuses examples that teach nothing or would teach nonsense', async () => {
    const refusal = (given: readonly LabelledVector[]) => (async () => fit(given))();
    await expect(refusal(near(0, 'mug'))).rejects.toThrow('two categories');
    await expect(refusal([])).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    const long = { vector: new Float32Array(3), category: 'mug' };
    await expect(refusal([...examples, long])).rejects.toThrow('examples[15].vector');
    const broken = { vector: Float32Array.of(Number.NaN, 1), category: 'mug' };
    await expect(refusal([...examples, broken])).rejects.toThrow('finite');
  });
});

describe('a saved classifier', () => {
  const head = saved(createCentroidClassifier({ examples, embedder }));

  it('is refused for another embedder, and taken for one of the same space', () => {
    const another = { info: { ...info, fingerprint: 'round-2' } };
    expect(() => createLinearClassifier({ head, embedder: another })).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH', message: expect.stringContaining('round-2') }),
    );
    const twin = { info: { ...another.info, sameSpaceAs: ['round-1'] } };
    expect(createLinearClassifier({ head, embedder: twin }).info.id).toBe('centroid-classifier');
  });

  it.each([
    ['something else', {}],
    ['another version', { ...head, version: 2 }],
    ['a row too few', { ...head, weights: head.weights.slice(1) }],
    ['a short row', { ...head, weights: [[1], ...head.weights.slice(1)] }],
    ['a hole', { ...head, biases: [null, 0, 0] }],
    ['a temperature of 0', { ...head, temperature: 0 }],
    ['a category twice', { ...head, categories: ['mug', 'mug', 'other'] }],
  ])('is refused with %s', (_, broken) => {
    expect(() => createLinearClassifier({ head: broken as LinearHead, embedder })).toThrow(
      expect.objectContaining({ code: 'MODEL_CORRUPT' }),
    );
  });

  it('answers no more after it was closed or stopped', async () => {
    const classifier = createLinearClassifier({ head, embedder });
    const signal = AbortSignal.abort();
    await expect(classifier.classify([at(0)], { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await classifier.close?.();
    await classifier.close?.();
    await expect(classifier.classify([at(0)])).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

it('fits in turns, and stops when told to', async () => {
  const many = Array.from({ length: 3000 }, (_, i) => ({
    vector: at(i * 7),
    category: `c${i % 8}`,
  }));
  const stop = new AbortController();
  let turns = 0;
  const timer = setInterval(() => ++turns === 3 && stop.abort(), 1);
  const fitting = fitLogisticClassifier({ examples: many, embedder, penalty: 1e-6 }, { signal: stop.signal });
  await expect(fitting).rejects.toMatchObject({ code: 'ABORTED' });
  clearInterval(timer);
});

describe('zero-shot', () => {
  const degrees: Record<string, number> = { 'a photo of a mug': 0, 'a photo of a cup': 20, plate: 120 };
  const words: string[] = [];
  const speaking: Pick<Embedder, 'info' | 'embedTexts'> = {
    info,
    embedTexts: async (texts) => {
      words.push(...texts);
      return texts.map((text) => at(degrees[text] ?? 240));
    },
  };

  it('tells categories by their names', async () => {
    const texts = { other: 'a room', mug: ['a mug', 'a cup'], tray: 'a tray' };
    const classifier = await createZeroShotClassifier({ embedder: speaking, texts });
    expect(words).toEqual(['a photo of a mug', 'a photo of a cup', 'a photo of a tray', 'a photo of a room']);
    expect(classifier.info.categories).toEqual(['mug', 'tray']);
    const { weights, temperature } = classifier.toJSON();
    expect(weights[0]).toEqual([...at(10)].map((part) => expect.closeTo(part, 6)));
    expect(temperature).toBe(0.01);
    const [answer] = await classifier.classify([at(11)]);
    expect(answer!.probabilities[0]).toBeCloseTo(1, 6);
  });

  it('takes sentences of its own, and a temperature from labelled vectors', async () => {
    const classifier = await createZeroShotClassifier({
      embedder: speaking,
      texts: { mug: 'a photo of a mug', plate: 'plate' },
      templates: ['{}'],
      calibration: [...near(0, 'mug'), ...near(45, 'plate'), ...near(120, 'plate')],
    });
    const { heldOut, temperature } = classifier.toJSON();
    expect(heldOut).toMatchObject({ examples: 15, accuracy: 10 / 15 });
    expect(temperature).toBeGreaterThan(0.01);
  });

  it('refuses an embedder without words, and too few of them', async () => {
    const texts = { mug: 'a mug', plate: 'a plate' };
    const mute = createZeroShotClassifier({ embedder, texts });
    await expect(mute).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    const one = createZeroShotClassifier({ embedder: speaking, texts: { mug: 'a mug' } });
    await expect(one).rejects.toThrow('two categories');
    const plain = createZeroShotClassifier({ embedder: speaking, texts, templates: ['a photo'] });
    await expect(plain).rejects.toThrow('templates[0]');
  });
});

it('learns categories of its own from pictures, and tells them in a pipeline', async () => {
  const { classifier: _, ...parts } = fakeParts();
  const pipeline = createImageSearchPipeline(parts);
  const pictures = [0, 4, 8].flatMap((leaf) =>
    [0, 10, 20, 30].map((shade) => ({ source: photoOf(leaf, shade), category: `hue-${leaf}` })),
  );
  const broken = { source: new Uint8Array([1, 2]), category: 'hue-0' };
  const seen: number[] = [];
  const embedded = await embedExamples(pipeline, [broken, ...pictures], {
    onProgress: ({ done }) => seen.push(done),
  });
  expect(embedded.failed).toEqual([{ position: 0, error: expect.any(Error) }]);
  expect(embedded.examples.map(({ category }) => category)).toEqual(pictures.map(({ category }) => category));
  expect(seen.at(-1)).toBe(13);

  const classifier = await fitLogisticClassifier({ examples: embedded.examples, embedder: parts.embedder });
  const taxonomy = [0, 4, 8].map((leaf) => ({ id: `hue-${leaf}` }));
  const asking = createImageSearchPipeline({ ...fakeParts(), classifier, taxonomy });
  const { category } = await asking.embed({ image: photoOf(4, 15) });
  expect(category).toMatchObject({ id: 'hue-4', source: 'classifier' });
});
