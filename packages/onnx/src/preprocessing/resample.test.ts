import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { planResample } from './plan-resample.ts';
import { resample, resamplePlain } from './resample.ts';
import { resampleSimd } from './simd/resample-simd.ts';

interface Case {
  kernel: Preprocessing['kernel'];
  seed: number;
  source: [width: number, height: number];
  target: [width: number, height: number];
  planes: string;
}
const golden: { madeBy: string; cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../golden/resample.json', import.meta.url), 'utf8'),
);

/** The picture of golden/make-resample.py. */
function noise(width: number, height: number, seed: number) {
  const data = new Uint8Array(width * height * 3);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const level = state >>> 24;
    data[i] = level % 3 ? level : level < 128 ? 0 : 255;
  }
  return { width, height, data };
}

const whole = ([width, height]: readonly [number, number]) => ({
  resizedWidth: width,
  resizedHeight: height,
  left: 0,
  top: 0,
  width,
  height,
});

describe(`resample equals ${golden.madeBy} to the last bit`, () => {
  it.each(golden.cases)('$kernel $source -> $target', ({ kernel, seed, source, target, planes }) => {
    const expected = inflateSync(Buffer.from(planes, 'base64'));
    const image = noise(source[0], source[1], seed);
    const plan = planResample(image, whole(target), kernel);
    for (const planes of [resampleSimd(image, plan)!, resamplePlain(image, plan)])
      expect(Buffer.from(planes.buffer).equals(expected)).toBe(true);
  });
});

it('computes of a region what the whole picture has there', () => {
  const image = noise(97, 61, 3);
  const all = resample(image, whole([50, 40]), 'bicubic');
  const part = resample(
    image,
    { resizedWidth: 50, resizedHeight: 40, left: 13, top: 7, width: 20, height: 25 },
    'bicubic',
  );
  for (let plane = 0, at = 0; plane < 3; plane++)
    for (let y = 0; y < 25; y++)
      for (let x = 0; x < 20; x++, at++) expect(part[at]).toBe(all[(plane * 40 + y + 7) * 50 + x + 13]);
});

it('takes pictures of more than one band of rows, and reads nothing that an earlier one left behind', () => {
  const small = noise(31, 40, 5);
  const region = whole([24, 24]);
  const before = resample(small, region, 'lanczos');
  const large = noise(1500, 900, 6);
  const plan = planResample(large, whole([333, 200]), 'bicubic');
  expect(resampleSimd(large, plan)).toEqual(resamplePlain(large, plan));
  expect(resample(small, region, 'lanczos')).toEqual(before);
});

it('leaves a picture that would keep too much memory to plain arithmetic', () => {
  const image = { width: 1, height: 300_000, data: new Uint8Array(900_000) };
  const plan = planResample(image, whole([100, 10]), 'bilinear');
  expect(resampleSimd(image, plan)).toBeUndefined();
  expect(resample(image, whole([100, 10]), 'bilinear')).toHaveLength(3000);
});
