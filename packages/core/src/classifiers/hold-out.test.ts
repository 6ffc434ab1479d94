import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Example } from './check-examples.ts';
import { holdOut } from './hold-out.ts';

const vector = new Float32Array([1]);
const example = (category: number, group: string): Example => ({ vector, category, group });
const anyExamples = fc
  .array(fc.tuple(fc.nat(4), fc.nat(12)), { minLength: 1, maxLength: 60 })
  .map((pairs) => pairs.map(([category, group]) => example(category, `g${group}`)));

it('never fits on a group that it holds out, nor without a category that there is', () => {
  fc.assert(
    fc.property(anyExamples, fc.integer({ min: 1, max: 8 }), (examples, most) => {
      const splits = holdOut(examples, most);
      expect(splits.length).toBeLessThanOrEqual(most);
      const all = new Set(examples.map(({ category }) => category));
      for (const { fitted, heldOut } of splits) {
        const groups = new Set(heldOut.map(({ group }) => group));
        expect(groups.size).toBeGreaterThan(0);
        expect(fitted.some(({ group }) => groups.has(group))).toBe(false);
        expect(new Set(fitted.map(({ category }) => category))).toEqual(all);
        expect(fitted.length + heldOut.length).toBe(examples.length);
      }
      const held = splits.flatMap(({ heldOut }) => heldOut);
      expect(new Set(held).size).toBe(held.length);
    }),
  );
});

it('spreads every category over the folds, and holds out everything once', () => {
  const examples = [0, 1, 2].flatMap((category) =>
    Array.from({ length: 10 }, (_, i) => example(category, `${category}-${i}`)),
  );
  const splits = holdOut(examples, 5);
  expect(splits).toHaveLength(5);
  for (const { heldOut } of splits)
    expect([0, 1, 2].map((own) => heldOut.filter(({ category }) => category === own).length)).toEqual([
      2, 2, 2,
    ]);
});

it('holds out nothing where every example is needed', () => {
  expect(holdOut([example(0, 'a'), example(1, 'b')], 5)).toEqual([]);
  expect(holdOut([example(0, 'a'), example(1, 'a'), example(0, 'a')], 5)).toEqual([]);
});
