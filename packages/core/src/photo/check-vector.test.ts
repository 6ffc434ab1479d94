import { expect, it } from 'vitest';
import { checkVector } from './check-vector.ts';

const info = { id: 'e', fingerprint: 'e', maxBatchSize: 1, dimensions: 2 };

it('passes unit vectors, with the error of half precision', () => {
  const vector = Float32Array.of(0.6, 0.8005);
  expect(checkVector(vector, info)).toBe(vector);
});

it.each([[0.6, 0.8, 0], [1], [3, 4], [0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 0]])(
  'refuses %s',
  (...values) => {
    expect(() => checkVector(Float32Array.from(values), info)).toThrow(/expected 2 numbers and length 1/);
  },
);
