import type { MeasuredPrecision, Precision } from '@imgsearch/onnx';
import { expect, it } from 'vitest';
import { choosePrecision } from './choose-precision.ts';

const measured = (
  precision: Precision,
  rates: Readonly<Record<string, number>>,
  memory: number,
  cosine = 1,
): MeasuredPrecision => ({
  precision,
  picturesASecond: rates,
  memory,
  cosine: { mean: cosine, least: cosine },
  fingerprint: precision,
});
const fp32 = measured('fp32', { 1: 20, 8: 27 }, 400);
const speed = { minCosine: 0.99, prefer: 'speed' } as const;
const memory = { minCosine: 0.99, prefer: 'memory' } as const;

it.each([
  ['the faster one that is true enough', [measured('int8', { 1: 58, 8: 96 }, 100, 0.995)], speed, 'int8', 8],
  ['not one that is not', [measured('int8', { 1: 58, 8: 96 }, 100, 0.98)], speed, 'fp32', 8],
  [
    'not one that is faster by less than a tenth',
    [measured('int8', { 1: 20, 8: 29 }, 100)],
    speed,
    'fp32',
    8,
  ],
  [
    'the fastest of several',
    [measured('fp16', { 1: 40, 8: 50 }, 200), measured('int8', { 1: 58, 8: 60 }, 100)],
    speed,
    'int8',
    1,
  ],
  [
    'the smallest, where memory counts',
    [measured('fp16', { 1: 9, 8: 9 }, 220), measured('int8', { 1: 24, 8: 30 }, 100)],
    memory,
    'int8',
    8,
  ],
  ['though it is slow', [measured('fp16', { 1: 9, 8: 9 }, 220)], memory, 'fp16', 1],
  ['the only one', [], speed, 'fp32', 8],
])('%s', (_, others, policy, precision, batchSize) => {
  expect(choosePrecision([fp32, ...others], policy)).toMatchObject({ precision, batchSize });
});

it('says why', () => {
  const reason = (...others: MeasuredPrecision[]) => choosePrecision([fp32, ...others], speed).reason;
  expect(reason(measured('int8', { 1: 58, 8: 81 }, 100, 0.9951))).toBe(
    'int8: 3.0 times as fast as fp32, with a cosine of 0.9951 to it.',
  );
  expect(reason()).toBe('fp32: the only one that there is.');
  expect(reason(measured('int8', { 1: 99 }, 1, 0.5))).toBe('fp32: the others are not true enough to it.');
  expect(reason(measured('fp16', { 1: 9, 8: 9 }, 200))).toMatch(/is not faster by a tenth or more/);
  expect(choosePrecision([fp32, measured('int8', { 1: 1 }, 100)], memory).reason).toMatch(
    /^int8: 25 % of the memory of fp32/,
  );
});
