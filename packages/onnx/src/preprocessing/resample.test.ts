import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { resample } from './resample.ts';

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
    const actual = resample(noise(source[0], source[1], seed), whole(target), kernel);
    expect(Buffer.from(actual.buffer).equals(expected)).toBe(true);
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
