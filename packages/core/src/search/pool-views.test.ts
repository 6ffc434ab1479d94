import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkViews } from '../photo/check-views.ts';
import type { Views } from '../spec/search.ts';
import { poolViews } from './pool-views.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/views.json', import.meta.url), 'utf8')) as {
  cases: { similarities: number[]; pooled: Record<string, number> }[];
};
/** `softmax 0.05` as an option. */
const viewsOf = (name: string): Views => {
  const [pooling, number] = name.split(' ');
  return number === undefined ? (name as Views) : ({ [pooling!]: Number(number) } as never);
};
const poolings = fc.oneof(
  fc.constantFrom<Views>('best', 'mean'),
  fc.record({ top: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ softmax: fc.double({ min: 0.001, max: 100, noNaN: true }) }),
  fc.record({ generalizedMean: fc.double({ min: 1, max: 100, noNaN: true }) }),
);
const rows = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 100 })
  .map((row) => row.sort((a, b) => b - a));

it("is SciPy's", () => {
  for (const { similarities, pooled } of golden.cases)
    for (const [name, value] of Object.entries(pooled))
      expect(poolViews(similarities, viewsOf(name)), `${name} of ${similarities.length}`).toBeCloseTo(
        value,
        9,
      );
});

it('lies between the least and the greatest, and is either where all are alike', () => {
  fc.assert(
    fc.property(rows, poolings, (row, views) => {
      const pooled = poolViews(row, views);
      expect(pooled).toBeLessThanOrEqual(row[0]! + 1e-12);
      expect(pooled).toBeGreaterThanOrEqual(row.at(-1)! - 1e-12);
      expect(
        poolViews(
          row.map(() => row[0]!),
          views,
        ),
      ).toBeCloseTo(row[0]!, 12);
    }),
  );
});

it('never falls when a picture comes nearer, but for the softmax, whose weights move', () => {
  fc.assert(
    fc.property(rows, poolings, fc.double({ min: 0, max: 0.5, noNaN: true }), (row, views, step) => {
      if (typeof views === 'object' && 'softmax' in views) return;
      const nearer = row.map((each) => Math.min(1, each + step));
      expect(poolViews(nearer, views)).toBeGreaterThanOrEqual(poolViews(row, views) - 1e-12);
    }),
  );
});

it.each([
  ['worst'],
  [null],
  [{}],
  [{ top: 0 }],
  [{ top: 1.5 }],
  [{ softmax: 0 }],
  [{ generalizedMean: 0.5 }],
  [{ top: 2, softmax: 1 }],
  [{ median: 2 }],
])('refuses %j', (views) => {
  expect(() => checkViews('views', views)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
});
