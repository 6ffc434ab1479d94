import { expect, it } from 'vitest';
import type { MaskStatistics } from '../spec/background-remover.ts';
import { gate, defaultGatePolicy as policy } from './gate.ts';
import { maskStatistics } from './mask-statistics.ts';

/** A mask of 20 by 20 pixels out of a formula. */
const maskOf = (probability: (x: number, y: number) => number, rawMaximum = 1): MaskStatistics =>
  maskStatistics(
    Uint8Array.from({ length: 400 }, (_, at) => Math.round(probability(at % 20, Math.floor(at / 20)) * 255)),
    20,
    20,
    rawMaximum,
  );
const good = maskOf((x, y) => (x > 4 && x < 15 && y > 4 && y < 15 ? 1 : 0));

it('lets a decided object in the middle pass', () => {
  expect(gate(good, policy)).toBeUndefined();
});

it('objects to what would make a result worse', () => {
  expect(
    gate(
      maskOf(() => 0),
      policy,
    ),
  ).toBe('empty');
  expect(
    gate(
      maskOf(() => 1),
      policy,
    ),
  ).toBe('full');
  expect(
    gate(
      maskOf(() => 0.5),
      policy,
    ),
  ).toBe('undecided');
  expect(
    gate(
      maskOf((x, y) => (x > 2 || y < 9 ? 1 : 0)),
      policy,
    ),
  ).toBe('cut-by-frame');
});

it('does not trust a mask that min-max made out of noise', () => {
  expect(gate({ ...good, rawMaximum: 0.2 }, policy)).toBe('empty');
});

it('names the first objection in the documented order', () => {
  const all: MaskStatistics = { rawMaximum: 0.1, coverage: 0.99, entropy: 0.9, borderContact: 1 };
  expect(gate(all, policy)).toBe('empty');
  expect(gate({ ...all, rawMaximum: 1 }, policy)).toBe('full');
  expect(gate({ ...all, rawMaximum: 1, coverage: 0.5 }, policy)).toBe('undecided');
  expect(gate({ ...all, rawMaximum: 1, coverage: 0.9, borderContact: 0 }, policy)).toBeUndefined();
  expect(gate({ ...all, rawMaximum: 1, coverage: 0.5, entropy: 0 }, policy)).toBe('cut-by-frame');
});

it('takes a value on the bound', () => {
  const bound: MaskStatistics = {
    rawMaximum: policy.minRawMaximum,
    coverage: policy.minCoverage,
    entropy: policy.maxEntropy * policy.minCoverage,
    borderContact: policy.maxBorderContact,
  };
  expect(gate(bound, policy)).toBeUndefined();
  expect(gate({ ...bound, coverage: policy.maxCoverage }, policy)).toBeUndefined();
});

it('objects to nothing but an empty mask when removal is forced', () => {
  expect(
    gate(
      maskOf(() => 1),
      policy,
      'always',
    ),
  ).toBeUndefined();
  expect(
    gate(
      maskOf(() => 0.5),
      policy,
      'always',
    ),
  ).toBeUndefined();
  expect(
    gate(
      maskOf(() => 0),
      policy,
      'always',
    ),
  ).toBe('empty');
});
