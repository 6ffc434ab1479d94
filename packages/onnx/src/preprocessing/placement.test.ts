import { describe, expect, it } from 'vitest';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { placement } from './placement.ts';

const base: Preprocessing = {
  width: 224,
  height: 224,
  resize: 'crop',
  kernel: 'bilinear',
  scale: 'divide-by-255',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

describe('placement', () => {
  // Sizes and corners as transformers 5 and torchvision 0.29 report them for a picture of 101 x 67 and 67 x 101.
  it('rounds the corner down as transformers does', () => {
    const wide = placement(101, 67, base);
    expect([wide.resizedWidth, wide.resizedHeight, wide.left, wide.top]).toEqual([337, 224, 56, 0]);
    const tall = placement(67, 101, base);
    expect([tall.resizedWidth, tall.resizedHeight, tall.left, tall.top]).toEqual([224, 337, 0, 56]);
  });

  it('rounds the corner to even as torchvision does', () => {
    const corner = (width: number) =>
      placement(width, 224, { ...base, cropRounding: 'half-even', shortestSide: 224 }).left;
    expect([225, 226, 227, 228, 229].map(corner)).toEqual([0, 1, 2, 2, 2]);
  });

  it('crops from a larger picture', () => {
    const place = placement(640, 400, { ...base, shortestSide: 232, cropRounding: 'half-even' });
    expect([place.resizedWidth, place.resizedHeight, place.left, place.top]).toEqual([371, 232, 74, 4]);
  });

  it('pads around the centre and never below a pixel', () => {
    const place = placement(1000, 2, { ...base, resize: 'pad' });
    expect([place.width, place.height, place.x, place.y]).toEqual([224, 1, 0, 111]);
  });

  it('squashes', () => {
    const place = placement(40, 30, { ...base, resize: 'squash' });
    expect([place.width, place.height, place.x, place.y, place.left]).toEqual([224, 224, 0, 0, 0]);
  });
});
