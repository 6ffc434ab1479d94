import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSeenProducts } from './seen-products.ts';

it('knows what a set knows', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer({ max: 50 }).map(String))), (ids) => {
      const [seen, set] = [createSeenProducts(), new Set<string>()];
      for (const id of ids) {
        expect(seen.add(id)).toBe(!set.has(id));
        set.add(id);
      }
      expect(seen.size).toBe(set.size);
      for (const id of [...ids, 'another']) expect(seen.has(id)).toBe(set.has(id));
    }),
  );
});

it('grows, and forgets nothing', () => {
  const seen = createSeenProducts();
  for (let at = 0; at < 20_000; at++) expect(seen.add(`p${at}`)).toBe(true);
  for (let at = 0; at < 20_000; at++) expect(seen.has(`p${at}`)).toBe(true);
  for (let at = 20_000; at < 40_000; at++) expect(seen.has(`p${at}`)).toBe(false);
  expect(seen.size).toBe(20_000);
});
