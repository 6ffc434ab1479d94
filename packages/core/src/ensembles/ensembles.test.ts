import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmbeddingClassifier } from '../spec/category-classifier.ts';
import { type Runner, SPEC_VERSION } from '../spec/component.ts';
import type { RasterEmbedder } from '../spec/embedder.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createFakeClassifier, createFakeEmbedder } from '../testing/index.ts';
import { createAugmentedClassifier } from './create-augmented-classifier.ts';
import { createAugmentedEmbedder } from './create-augmented-embedder.ts';
import { createEnsembleClassifier } from './create-ensemble-classifier.ts';
import { createEnsembleEmbedder } from './create-ensemble-embedder.ts';
import { createMemberClassifier } from './create-member-classifier.ts';

const raster = (color: readonly number[], width = 8, height = 8): RasterImage => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => color[at % 3]!),
});
const camera: RasterImage = { width: 4000, height: 3000, channels: 3, data: new Uint8Array(36e6).fill(9) };
const colors = fc.array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), { minLength: 2, maxLength: 5 });
const weights = fc.tuple(
  fc.double({ min: 0.01, max: 50, noNaN: true }),
  fc.double({ min: 0.01, max: 50, noNaN: true }),
);
const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const withTexts = (embedder: RasterEmbedder): RasterEmbedder => ({
  ...embedder,
  embedTexts: async (texts) =>
    texts.map((text) => {
      const vector = new Float32Array(embedder.info.dimensions);
      vector[text.length % vector.length] = 1;
      return vector;
    }),
});

describe('several embedders', () => {
  it('have the weighted mean of their cosines, at unit length', async () => {
    await fc.assert(
      fc.asyncProperty(colors, weights, async (shown, [first, second]) => {
        const [a, b] = [createFakeEmbedder({ dimensions: 5 }), createFakeEmbedder({ dimensions: 9 })];
        const ensemble = createEnsembleEmbedder({
          members: [
            { embedder: a, weight: first },
            { embedder: b, weight: second },
          ],
        });
        const images = shown.map((color) => raster(color));
        const [joined, ofA, ofB] = await Promise.all(
          [a, b].map((each) => each.embedImages(images)).toSpliced(0, 0, ensemble.embedImages(images)),
        );
        for (const [at, vector] of joined!.entries()) {
          expect(vector).toHaveLength(14);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
          const mean =
            (first * dot(ofA![at]!, ofA![0]!) + second * dot(ofB![at]!, ofB![0]!)) / (first + second);
          expect(dot(vector, joined![0]!)).toBeCloseTo(mean, 4);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are told by members and shares, whatever the scale of the weights', () => {
    const of = (...given: (number | undefined)[]) =>
      createEnsembleEmbedder({
        members: given.map((weight, at) => ({
          embedder: createFakeEmbedder({
            fingerprint: `f${at}`,
            sameSpaceAs: at === 0 ? ['twin'] : undefined,
          }),
          weight,
        })),
      }).info;
    expect(of(3, 1)).toMatchObject({
      id: 'fake-embedder+fake-embedder',
      dimensions: 32,
      fingerprint: 'concatenated(0.75*f0,0.25*f1)',
      sameSpaceAs: ['concatenated(0.75*twin,0.25*f1)'],
    });
    expect(of(30, 10).fingerprint).toBe(of(3, 1).fingerprint);
    expect(of(undefined, undefined).fingerprint).toBe(of(1, 1).fingerprint);
    expect(of(1, 3).fingerprint).not.toBe(of(3, 1).fingerprint);
  });

  it('read texts where all of them do', async () => {
    const [a, b] = [createFakeEmbedder({ dimensions: 4 }), createFakeEmbedder({ dimensions: 3 })];
    const ensemble = createEnsembleEmbedder({
      members: [{ embedder: withTexts(a) }, { embedder: withTexts(b) }],
    });
    const [vector] = (await ensemble.embedTexts?.(['four'])) ?? [];
    const half = Math.SQRT1_2;
    expect([...vector!]).toEqual([half, 0, 0, 0, 0, half, 0].map(Math.fround));
    const deaf = createEnsembleEmbedder({ members: [{ embedder: withTexts(a) }, { embedder: b }] });
    expect('embedTexts' in deaf).toBe(false);
  });

  it('of one runner are asked one after another, of several side by side', async () => {
    const most = async (runners: readonly Runner[]): Promise<number> => {
      let [inside, peak] = [0, 0];
      const members = runners.map((runner) => {
        const embedder = createFakeEmbedder();
        return {
          embedder: {
            ...embedder,
            info: { ...embedder.info, runner },
            embedImages: async (images: readonly RasterImage[]) => {
              peak = Math.max(peak, ++inside);
              await new Promise((resolve) => setTimeout(resolve, 5));
              inside--;
              return embedder.embedImages(images);
            },
          },
        };
      });
      await createEnsembleEmbedder({ members }).embedImages([raster([1, 2, 3])]);
      return peak;
    };
    const [one, other] = [{ places: 2 }, { places: 2 }];
    expect(await most([one, one, one])).toBe(1);
    expect(await most([one, other])).toBe(2);
  });

  it('say which member answered wrongly', async () => {
    const short = { ...createFakeEmbedder(), embedImages: async () => [] };
    const ensemble = createEnsembleEmbedder({
      members: [{ embedder: createFakeEmbedder() }, { embedder: short }],
    });
    await expect(ensemble.embedImages([raster([1, 2, 3])])).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
      message: expect.stringContaining('0 answers for 1 inputs'),
    });
  });

  it.each([
    ['one member', { members: [{ embedder: createFakeEmbedder() }] }, /"members".*2 to 8/],
    [
      'no share',
      { members: [{ embedder: createFakeEmbedder(), weight: 0 }, { embedder: createFakeEmbedder() }] },
      /weight/,
    ],
    [
      'a promise',
      { members: [{ embedder: Promise.resolve() }, { embedder: createFakeEmbedder() }] },
      /embedder/,
    ],
    [
      'other inputs',
      {
        members: [{ embedder: createFakeEmbedder() }, { embedder: createFakeEmbedder({ input: 'encoded' }) }],
      },
      /input is "raster"/,
    ],
    [
      'a misspelt key',
      { members: [{ embedder: createFakeEmbedder(), wait: 1 }, { embedder: createFakeEmbedder() }] },
      /weight/,
    ],
    ['nothing', undefined, /members/],
  ])('refuse %s', (_, options, message) => {
    expect(() => createEnsembleEmbedder(options as never)).toThrow(message);
  });
});

describe('several classifiers', () => {
  it('know the same categories or are refused', () => {
    const members = [
      ['a', 'b'],
      ['b', 'c'],
    ].map((categories) => ({ classifier: createFakeClassifier({ categories }) }));
    expect(() => createEnsembleClassifier({ members })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', hint: expect.stringContaining('a, c') }),
    );
  });

  it('have a mean between the least and the most of any of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(255), weights, async (red, [first, second]) => {
        const tell = (p: number) =>
          createFakeClassifier({ categories: ['a', 'b'], classify: () => ({ a: p, b: 1 - p }) });
        const [p, q] = [red / 255, 0.4];
        const ensemble = createEnsembleClassifier({
          members: [
            { classifier: tell(p), weight: first },
            { classifier: tell(q), weight: second },
          ],
        });
        const [answer] = await ensemble.classify([raster([0, 0, 0])]);
        const [a, b] = answer!.probabilities;
        expect(a! + b!).toBeCloseTo(1, 6);
        expect(a!).toBeGreaterThanOrEqual(Math.min(p, q) - 1e-6);
        expect(a!).toBeLessThanOrEqual(Math.max(p, q) + 1e-6);
      }),
    );
  });
});

describe('a head on one member', () => {
  const head = (seen: Float32Array[]): EmbeddingClassifier => ({
    specVersion: SPEC_VERSION,
    input: 'embedding',
    info: { id: 'head', fingerprint: 'head-1', maxBatchSize: 8, categories: ['a'] },
    classify: async (vectors) => {
      seen.push(...vectors);
      return vectors.map(() => ({ probabilities: Float32Array.of(0.5) }));
    },
  });

  it('is shown what that member alone would have given', async () => {
    const members = [5, 9, 3].map((dimensions) => ({
      embedder: createFakeEmbedder({ dimensions }),
      weight: dimensions,
    }));
    const ensemble = createEnsembleEmbedder({ members });
    const images = [raster([200, 30, 10]), raster([0, 90, 255])];
    for (const [member, { embedder }] of members.entries()) {
      const seen: Float32Array[] = [];
      const classifier = createMemberClassifier({ ensemble, member, classifier: head(seen) });
      await classifier.classify(await ensemble.embedImages(images));
      for (const [at, vector] of (await embedder.embedImages(images)).entries())
        for (const [i, value] of vector.entries()) expect(seen[at]![i]).toBeCloseTo(value, 6);
    }
  });

  it('refuses a member that is not there, and a classifier of pictures', () => {
    const ensemble = createEnsembleEmbedder({
      members: [{ embedder: createFakeEmbedder() }, { embedder: createFakeEmbedder() }],
    });
    expect(() => createMemberClassifier({ ensemble, member: 2, classifier: head([]) })).toThrow(/member/);
    expect(() =>
      createMemberClassifier({ ensemble, member: 0, classifier: createFakeClassifier() as never }),
    ).toThrow(/embedding/);
  });
});

describe('views of a picture', () => {
  it('are as many runs of the model, in batches that it takes', async () => {
    const embedder = createFakeEmbedder({ maxBatchSize: 5 });
    const augmented = createAugmentedEmbedder({ embedder, crops: 0.8 });
    expect(augmented.info).toMatchObject({
      maxBatchSize: 1,
      fingerprint: 'augmented(mirror,crops=0.8):fake-embedder-1',
    });
    await augmented.embedImages([raster([9, 9, 9])]);
    expect(embedder.calls).toEqual([5, 5, 2]);
    expect(createAugmentedEmbedder({ embedder }).info.maxBatchSize).toBe(2);
  });

  it('of a mirrored picture are the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 105, maxLength: 105 }), async (data) => {
        const mirrored = data.map((_, at) => {
          const [pixel, channel] = [Math.floor(at / 3), at % 3];
          return data[(pixel - (pixel % 7) + 6 - (pixel % 7)) * 3 + channel]!;
        });
        const embedder: RasterEmbedder = {
          ...createFakeEmbedder(),
          embedImages: async (images) =>
            images.map((image) => {
              const length = Math.hypot(...image.data.subarray(0, 16), 1e-3);
              return Float32Array.from(image.data.subarray(0, 16), (level) => (level + 6.25e-5) / length);
            }),
        };
        const augmented = createAugmentedEmbedder({ embedder });
        const [a, b] = await augmented.embedImages(
          [data, mirrored].map((each) => ({ width: 7, height: 5, channels: 3 as const, data: each })),
        );
        for (const [at, value] of a!.entries()) expect(b![at]).toBeCloseTo(value, 5);
      }),
      { numRuns: 40 },
    );
  });

  it('of 12 megapixels leave the event loop its turns', async () => {
    const embedder = createFakeEmbedder();
    let rounds = 0;
    const timer = setInterval(() => rounds++, 0);
    await createAugmentedEmbedder({ embedder }).embedImages([camera]);
    clearInterval(timer);
    expect(rounds).toBeGreaterThan(3);
  });

  it('stop between two pieces when the signal fires', async () => {
    const stop = new AbortController();
    const embedder = createFakeEmbedder();
    const running = createAugmentedEmbedder({ embedder }).embedImages([camera], {
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(), 0);
    await expect(running).rejects.toMatchObject({ code: 'ABORTED' });
    expect(embedder.calls).toEqual([]);
  });

  it('may cancel each other out, which is told', async () => {
    const signs = [1, -1];
    const embedder: RasterEmbedder = {
      ...createFakeEmbedder({ dimensions: 2 }),
      embedImages: async (images) => images.map((_, at) => Float32Array.of(signs[at]!, 0)),
    };
    await expect(
      createAugmentedEmbedder({ embedder }).embedImages([raster([1, 1, 1])]),
    ).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
    });
  });

  it('of classifiers have their mean probability', async () => {
    const left = ({ data }: RasterImage): Readonly<Record<string, number>> => ({ a: data[0]! / 255 });
    const augmented = createAugmentedClassifier({
      classifier: createFakeClassifier({ categories: ['a'], classify: left }),
    });
    const image = raster([0, 0, 0], 2, 1);
    image.data.set([255, 255, 255], 3);
    const [answer] = await augmented.classify([image]);
    expect(answer!.probabilities[0]).toBeCloseTo(0.5, 6);
    expect(augmented.info.fingerprint).toBe('augmented(mirror):fake-classifier-1');
  });

  it('are refused where there is only one, where a crop is none, and of encoded pictures', () => {
    const embedder = createFakeEmbedder();
    expect(() => createAugmentedEmbedder({ embedder, mirror: false })).toThrow(/mirror/);
    expect(() => createAugmentedEmbedder({ embedder, crops: 1 })).toThrow(/crops/);
    expect(() =>
      createAugmentedEmbedder({ embedder: createFakeEmbedder({ input: 'encoded' }) as never }),
    ).toThrow(/raster/);
  });

  it('of an ensemble keep its parts for a head', () => {
    const ensemble = createEnsembleEmbedder({
      members: [{ embedder: createFakeEmbedder() }, { embedder: createFakeEmbedder() }],
    });
    expect(createAugmentedEmbedder({ embedder: ensemble }).parts).toEqual(ensemble.parts);
  });
});
