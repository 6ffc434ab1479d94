import { describe, expect, it } from 'vitest';
import type { Segmentation } from '../spec/background-remover.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { maskStatistics } from './mask-statistics.ts';
import { referenceCutOut } from './reference-cut-out.ts';

const maskOf = (width: number, height: number, levels: number[]): Segmentation => {
  const data = Uint8Array.from(levels);
  return { width, height, data, statistics: maskStatistics(data, width, height, 1) };
};
const solid = (width: number, height: number, color: number[]): RasterImage => ({
  width,
  height,
  channels: color.length as 3 | 4,
  data: Uint8Array.from({ length: width * height * color.length }, (_, at) => color[at % color.length]!),
});
const alphas = ({ data }: RasterImage): number[] => [...data].filter((_, at) => at % 4 === 3);
const whole = { feather: 0, margin: null, fill: 'transparent' } as const;

describe('referenceCutOut', () => {
  it('resizes the mask by pixel centres with clamped edges', () => {
    // Two to four pixels: centres at -0.25, 0.25, 0.75, 1.25 of the mask.
    expect(alphas(referenceCutOut(solid(4, 1, [9, 9, 9]), maskOf(2, 1, [0, 200]), whole))).toEqual([
      0, 50, 150, 200,
    ]);
    // Three to five: centres at -0.2, 0.4, 1, 1.6, 2.2.
    expect(alphas(referenceCutOut(solid(5, 1, [9, 9, 9]), maskOf(3, 1, [0, 100, 50]), whole))).toEqual([
      0, 40, 100, 70, 50,
    ]);
    // Both ways at once: rows weigh 1, 3/4, 1/4, 0.
    expect(alphas(referenceCutOut(solid(2, 4, [9, 9, 9]), maskOf(2, 2, [0, 200, 100, 0]), whole))).toEqual([
      0, 200, 25, 150, 75, 50, 100, 0,
    ]);
  });

  it('widens the triangle where the mask shrinks', () => {
    // Four to two: centres at 0.5 and 2.5, reach 2, weights 3/4 at 0.5 and 1/4 at 1.5, with the edge clamped:
    // left (1/4 m0 + 3/4 m0 + 3/4 m1 + 1/4 m2) / 2 and so on.
    expect(alphas(referenceCutOut(solid(2, 1, [9, 9, 9]), maskOf(4, 1, [0, 80, 160, 240]), whole))).toEqual([
      50, 190,
    ]);
  });

  it('feathers with a Gaussian cut at three sigma', () => {
    const row = Array(9).fill(0);
    row[4] = 255;
    const weights = [0, 1, 2, 3].map((d) => Math.exp(-(d * d) / 2));
    const sum = weights[0]! + 2 * (weights[1]! + weights[2]! + weights[3]!);
    const [w0, w1, w2, w3] = weights.map((weight) => Math.round((255 * weight) / sum));
    const cut = referenceCutOut(solid(9, 1, [9, 9, 9]), maskOf(9, 1, row), { ...whole, feather: 1 });
    expect(alphas(cut)).toEqual([0, w3, w2, w1, w0, w1, w2, w3, 0]);
    expect(
      alphas(referenceCutOut(solid(9, 1, [9, 9, 9]), maskOf(9, 1, row), { ...whole, feather: 0.29 })),
    ).toEqual(row);
  });

  it('keeps a full mask full up to the edges, whatever the feather', () => {
    const cut = referenceCutOut(solid(5, 7, [1, 2, 3]), maskOf(2, 2, [255, 255, 255, 255]), {
      ...whole,
      feather: 4,
    });
    expect(new Set(alphas(cut))).toEqual(new Set([255]));
  });

  it("composites on the fill, counting the picture's own alpha", () => {
    const mask = maskOf(2, 1, [255, 51]);
    expect(referenceCutOut(solid(2, 1, [0, 100, 200]), mask, { ...whole, fill: [255, 255, 255] })).toEqual({
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(0, 100, 200, 204, 224, 244),
    });
    // Alpha 0.4 of its own: 102 and 20.4.
    const glass = solid(2, 1, [0, 100, 200, 102]);
    expect(referenceCutOut(glass, mask, { ...whole, fill: [255, 0, 10] })).toEqual({
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(153, 40, 86, 235, 8, 25),
    });
    expect(referenceCutOut(glass, mask, whole).data).toEqual(
      Uint8Array.of(0, 100, 200, 102, 0, 100, 200, 20),
    );
  });

  it('crops to the object and its margin', () => {
    const levels = Array(16).fill(0);
    levels[5] = 255;
    levels[6] = 255;
    const image: RasterImage = {
      width: 8,
      height: 8,
      channels: 3,
      data: Uint8Array.from({ length: 192 }, (_, at) => (at % 3 === 0 ? (at / 3) % 8 : Math.floor(at / 24))),
    };
    // The object spans mask columns 1 to 2 and row 1: raster 2..6 by 2..4, plus 0.25 * 4 = 1 all round.
    const cut = referenceCutOut(image, maskOf(4, 4, levels), {
      feather: 0,
      margin: 0.25,
      fill: 'transparent',
    });
    expect([cut.width, cut.height]).toEqual([6, 4]);
    expect([...cut.data.slice(0, 3)]).toEqual([1, 1, 1]);
    expect(alphas(cut).slice(6, 12)).toEqual([48, 143, 191, 191, 143, 48]);
  });
});
