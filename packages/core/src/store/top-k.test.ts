import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTopK } from './top-k.ts';

it('keeps what sorting and cutting keeps, and knows the worst of it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 0, max: 20 }), (items, size) => {
      const top = createTopK<number>(size, (a, b) => a - b);
      for (const item of items) top.push(item);
      const expected = items.toSorted((a, b) => a - b).slice(0, size);
      expect(top.worst).toBe(items.length >= size ? expected.at(-1) : undefined);
      expect(top.take()).toEqual(expected);
    }),
  );
});

it('compares each item about once, where a sort compares it thirteen times', () => {
  let compared = 0;
  const top = createTopK<number>(10, (a, b) => {
    compared++;
    return a - b;
  });
  // 7,919 has no factor in common with 10,000: a fixed shuffle.
  for (let at = 0; at < 10_000; at++) top.push((at * 7_919) % 10_000);
  expect(top.take()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(compared).toBeLessThan(12_000);
});
