import { expect, test } from 'vitest';
import { scoreMask } from './mask-scores.ts';

const width = 100;
const height = 60;
/** A rectangle from `left` to `right` (excluded), rows 20 to 39. */
const box = (left: number, right: number, value = 255): Uint8Array =>
  Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x >= left && x < right && y >= 20 && y < 40 ? value : 0;
  });

test('a mask is equal to itself', () => {
  const scores = scoreMask(box(20, 60), box(20, 60), width, height);
  expect(scores).toEqual({ intersectionOverUnion: 1, absoluteError: 0, boundaryF: 1 });
});

test('overlap and error of a shifted box are those of its area', () => {
  const { intersectionOverUnion, absoluteError } = scoreMask(box(30, 70), box(20, 60), width, height);
  expect(intersectionOverUnion).toBeCloseTo(30 / 50, 10);
  expect(absoluteError).toBeCloseTo((20 * 20) / (width * height), 10);
  // Soft masks err by as much as they are soft, and overlap by what is above half.
  const soft = scoreMask(box(20, 60, 204), box(20, 60), width, height);
  expect(soft.intersectionOverUnion).toBe(1);
  expect(soft.absoluteError).toBeCloseTo((0.2 * 40 * 20) / (width * height), 10);
});

test('edges forgive three pixels at this size, and no more', () => {
  expect(scoreMask(box(23, 63), box(20, 60), width, height).boundaryF).toBe(1);
  const far = scoreMask(box(24, 64), box(20, 60), width, height).boundaryF;
  expect(far).toBeLessThan(1);
  expect(far).toBeGreaterThan(0.6);
  expect(scoreMask(box(0, 0), box(20, 60), width, height)).toMatchObject({ boundaryF: 0 });
});
