import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bootstrapMean, quantile } from '../statistics/bootstrap.ts';
import { signFlip } from '../statistics/sign-flip.ts';
import { expectedCalibrationError, reliabilityBins } from './calibration.ts';
import { averagePrecisionAt, recallAt } from './ranking-metrics.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/evaluation.json', import.meta.url), 'utf8')) as {
  rankings: {
    right: boolean[];
    relevant: number;
    averagePrecision: number;
    recallAt1: number;
    recallAt5: number;
    recallAt10: number;
  }[];
  calibration: { confidence: number[]; right: boolean[]; error: number };
  bootstrap: {
    values: number[];
    groups: string[];
    alone: [number, number];
    grouped: [number, number];
    signFlip: number;
  };
  quantiles: { values: number[]; shares: number[]; quantiles: number[] };
};

it('counts rankings as ranx does', () => {
  for (const { right, relevant, averagePrecision, ...recall } of golden.rankings) {
    expect(averagePrecisionAt(right, relevant, 10)).toBeCloseTo(averagePrecision, 9);
    for (const k of [1, 5, 10] as const) expect(recallAt(right, k)).toBe(recall[`recallAt${k}`]);
  }
});

it('is 0, not NaN, where there is nothing to find', () => {
  expect(averagePrecisionAt([], 0, 10)).toBe(0);
  expect(bootstrapMean([], [])).toEqual({ value: 0, low: 0, high: 0 });
  expect(expectedCalibrationError(reliabilityBins([]))).toBe(0);
});

it('measures calibration as torchmetrics does', () => {
  const { confidence, right, error } = golden.calibration;
  const bins = reliabilityBins(confidence.map((value, i) => ({ confidence: value, right: right[i]! })));
  expect(expectedCalibrationError(bins)).toBeCloseTo(error, 5);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(confidence.length);
});

it('puts a confidence on the edge of a bin below it, and 0 and 1 into the outermost', () => {
  const bins = reliabilityBins(
    [0, 0.5, 0.500001, 1].map((confidence) => ({ confidence, right: true })),
    2,
  );
  expect(bins.map(({ count }) => count)).toEqual([2, 2]);
});

it("has SciPy's bootstrap intervals, of values alone and of groups", () => {
  const { values, groups, alone, grouped } = golden.bootstrap;
  const each = values.map((_, i) => String(i));
  for (const [names, [low, high]] of [
    [each, alone],
    [groups, grouped],
  ] as const) {
    const estimate = bootstrapMean(values, names, { samples: 20_000 });
    expect(estimate.low).toBeCloseTo(low, 1);
    expect(estimate.high).toBeCloseTo(high, 1);
    expect(Math.abs(estimate.low - low) + Math.abs(estimate.high - high)).toBeLessThan(0.03);
  }
});

it('gives the same interval for the same seed, and another for another', () => {
  const { values, groups } = golden.bootstrap;
  expect(bootstrapMean(values, groups, { seed: 4 })).toEqual(bootstrapMean(values, groups, { seed: 4 }));
  expect(bootstrapMean(values, groups, { seed: 4 }).low).not.toBe(
    bootstrapMean(values, groups, { seed: 5 }).low,
  );
});

it("has SciPy's p-value of a sign-flip permutation", () => {
  const { values, groups, signFlip: expected } = golden.bootstrap;
  expect(Math.abs(signFlip(values, groups, { samples: 20_000 }) - expected)).toBeLessThan(0.01);
  expect(signFlip(Array(40).fill(0), Array(40).fill('a'))).toBe(1);
});

it("takes NumPy's quantiles", () => {
  const { values, shares, quantiles } = golden.quantiles;
  expect(shares.map((share) => quantile(values, share))).toEqual(
    quantiles.map((value) => expect.closeTo(value, 12)),
  );
});
