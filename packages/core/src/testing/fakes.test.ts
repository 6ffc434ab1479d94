import { describe, expect, it } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { RgbColor } from '../spec/image-processor.ts';
import {
  createFakeBackgroundRemover,
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from './index.ts';

const limits = { maxBytes: 1e6, maxPixels: 1e6, maxFrames: 2, timeout: 1000, workingSize: 64 };
const processor = createFakeImageProcessor();
const decoded = (color: RgbColor) => processor.decode(fakeImage({ color }), limits);
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const RED: RgbColor = [220, 30, 30];

describe('createFakeImageProcessor', () => {
  it('decodes what fakeImage drew, shrunk and with alpha', async () => {
    const image = await processor.decode(
      fakeImage({ color: [1, 2, 3], background: [9, 8, 7], width: 8, height: 4, alpha: 100 }),
      { ...limits, workingSize: 4 },
    );
    expect([image.width, image.height, image.channels]).toEqual([4, 2, 4]);
    expect([...image.data.slice(0, 8)]).toEqual([9, 8, 7, 100, 1, 2, 3, 100]);
    expect(await processor.decode(await processor.encode(image, 'png'), limits)).toEqual(image);
  });

  it.each([
    ['IMAGE_TOO_LARGE', fakeImage({ color: RED }), { maxBytes: 9 }],
    ['IMAGE_TOO_LARGE', fakeImage({ color: RED }), { maxPixels: 4095 }],
    ['IMAGE_TOO_LARGE', fakeImage({ color: RED, frames: 3 }), {}],
    ['INVALID_IMAGE', fakeImage({ color: RED, broken: true }), {}],
    ['UNSUPPORTED_FORMAT', new Uint8Array(100), {}],
  ])('refuses with %s', async (code, bytes, more) => {
    await expect(processor.decode(bytes, { ...limits, ...more })).rejects.toMatchObject({ code });
  });

  it('gives other bytes for another comment and the same bytes for the same options', () => {
    expect(fakeImage({ color: RED })).toEqual(fakeImage({ color: RED }));
    expect(fakeImage({ color: RED, comment: 'b' })).not.toEqual(fakeImage({ color: RED }));
  });
});

it('the background remover finds the object, and can be told what to find', async () => {
  const image = await decoded(RED);
  const [mask] = await createFakeBackgroundRemover({ size: 8 }).segment([image]);
  expect(mask!.statistics).toEqual({ rawMaximum: 1, coverage: 0.25, borderContact: 0, entropy: 0 });
  const cut = await processor.cutOut(image, mask!, { feather: 0, margin: 0, fill: 'transparent' });
  expect([cut.width, cut.height]).toEqual([32, 32]);
  const [undecided] = await createFakeBackgroundRemover({ probability: () => 0.5 }).segment([image]);
  expect(undecided!.statistics.entropy).toBeCloseTo(1, 3);
});

it('the embedder puts near colours near each other, whatever it is fed with', async () => {
  const embedder = createFakeEmbedder();
  const images = await Promise.all([RED, [225, 35, 30], [30, 40, 220]].map((c) => decoded(c as RgbColor)));
  const [red, reddish, blue] = await embedder.embedImages(images);
  expect(cosine(red!, red!)).toBeCloseTo(1, 6);
  expect(cosine(red!, reddish!)).toBeGreaterThan(0.97);
  expect(cosine(red!, blue!)).toBeLessThan(0.8);
  const encoded = createFakeEmbedder({ input: 'encoded' });
  expect(await encoded.embedImages([await processor.encode(images[0]!, 'png')])).toEqual([red]);
});

it('the classifier decides by hue, or as it is told', async () => {
  const [red, green] = await Promise.all([decoded(RED), decoded([30, 220, 30])]);
  const classifier = createFakeClassifier({ categories: ['a', 'b', 'c'] });
  const answers = await classifier.classify([red, green]);
  expect(answers.map(({ probabilities }) => probabilities.indexOf(Math.fround(0.9)))).toEqual([0, 1]);
  const told = createFakeClassifier({ classify: () => ({ top: 0.6 }) });
  const [answer] = await told.classify([red]);
  expect(answer!.probabilities[told.info.categories.indexOf('top')]).toBeCloseTo(0.6);
});

describe('every fake', () => {
  it('fails as told, counts its calls, and refuses when closed', async () => {
    const image = await decoded(RED);
    const fake = createFakeEmbedder({ fail: (call) => (call === 1 ? new Error('second') : undefined) });
    await fake.embedImages([image, image]);
    await expect(fake.embedImages([image])).rejects.toThrow('second');
    expect(fake.calls).toEqual([2, 1]);
    expect(fake.closed).toBe(false);
    await fake.close?.();
    expect(fake.closed).toBe(true);
    await expect(fake.embedImages([image])).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('takes its time, waits for work in flight when it is closed, and lets an aborted caller go at once', async () => {
    const image = await decoded(RED);
    const fake = createFakeClassifier({ delay: 40 });
    const stop = new AbortController();
    const start = performance.now();
    const call = fake.classify([image], { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
    expect(performance.now() - start).toBeLessThan(35);
    await fake.close?.();
    expect(performance.now() - start).toBeGreaterThan(35);
    await expect(createFakeBackgroundRemover().segment([image], { deadline: 1 })).rejects.toSatisfy(
      (error) => ImageSearchError.isInstance(error) && error.code === 'TIMEOUT',
    );
  });
});
