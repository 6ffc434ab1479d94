import type { RasterImage } from '@imgsearch/core';
import { describe, expect, it } from 'vitest';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { inputLength, preprocess } from './preprocess.ts';

const plain: Preprocessing = {
  width: 2,
  height: 2,
  resize: 'squash',
  kernel: 'bilinear',
  scale: 'divide-by-255',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};
const filled = (width: number, height: number, pixel: number[]): RasterImage => ({
  width,
  height,
  channels: pixel.length as 3 | 4,
  data: Uint8Array.from({ length: width * height * pixel.length }, (_, at) => pixel[at % pixel.length]!),
});
const run = (image: RasterImage, preprocessing: Preprocessing): number[] => {
  const target = new Float32Array(inputLength(preprocessing));
  preprocess(image, preprocessing, target);
  return [...target];
};

describe('preprocess', () => {
  it('writes planes, red first, normalised by channel', () => {
    const output = run(filled(5, 4, [255, 51, 0]), {
      ...plain,
      mean: [0.5, 0.1, 0.25],
      std: [0.5, 0.1, 0.5],
    });
    const expected = [1, 1, 1, 1, 1, 1, 1, 1, -0.5, -0.5, -0.5, -0.5];
    for (const [at, value] of output.entries()) expect(value).toBeCloseTo(expected[at]!, 6);
  });

  it("divides by the picture's own maximum, and a black one by anything but zero", () => {
    const preprocessing: Preprocessing = { ...plain, scale: 'divide-by-image-maximum' };
    expect(run(filled(3, 3, [100, 50, 25]), preprocessing)).toEqual([
      1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25,
    ]);
    expect(run(filled(3, 3, [0, 0, 0]), preprocessing)).toEqual(new Array(12).fill(0));
  });

  it('composites transparency on white and leaves the picture alone', () => {
    const image = filled(3, 3, [0, 255, 10, 0]);
    expect(run(image, plain)).toEqual(new Array(12).fill(1));
    expect(image).toEqual(filled(3, 3, [0, 255, 10, 0]));
    // 0.5 * level + 0.5 * white, rounded to 8 bits
    expect(run(filled(1, 1, [0, 100, 200, 128]), plain)[0]).toBeCloseTo(127 / 255, 6);
  });

  it('pads with the normalised colour', () => {
    const output = run(filled(4, 1, [255, 0, 0]), {
      ...plain,
      width: 4,
      height: 3,
      resize: 'pad',
      padColor: [0, 255, 0],
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
    expect(output.slice(0, 12)).toEqual([-1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1]);
    expect(output.slice(12, 24)).toEqual([1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1]);
  });

  it('writes at its offset and nowhere else', () => {
    const target = new Float32Array(36).fill(7);
    preprocess(filled(3, 3, [255, 255, 255]), plain, target, 12);
    expect([...target]).toEqual([
      ...new Array(12).fill(7),
      ...new Array(12).fill(1),
      ...new Array(12).fill(7),
    ]);
  });
});
