import type { FilterNode, FilterScalar, Metadata } from '@imgsearch/core';
import fc from 'fast-check';

const brands = ['', 'a', 'A', 'b', 'ab', "o'b", 'a"', '%', '가', '👩‍👩‍👧'];
const days = ['2025-12-31', '2026-01-01', '2026-01-01T12:00:00Z', '2026-01-01T21:00:00+09:00', '2026-06-30'];
const numbers = [-1.5, 0, 1, 2, 2.5, 1000];

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 3 });
const someOf = <T>(values: T[]) => fc.array(fc.constantFrom(...values), { maxLength: 3 });

/** Metadata over the sample fields, with few distinct values, so that filters match often. */
export const arbitraryMetadata: fc.Arbitrary<Metadata> = fc.record({
  brand: maybe(fc.constantFrom(...brands)),
  tags: maybe(someOf(brands)),
  price: maybe(fc.constantFrom(...numbers)),
  sizes: maybe(someOf(numbers)),
  addedAt: maybe(fc.constantFrom(...days)),
  onSale: maybe(fc.boolean()),
});

/** Values of a field as normalised filters hold them: dates in UTC with milliseconds. */
const operands: Record<string, FilterScalar[]> = {
  brand: brands,
  tags: brands,
  price: numbers,
  sizes: numbers,
  addedAt: days.map((day) => new Date(day).toISOString()),
  onSale: [true, false],
  productId: ['p0', 'p1', 'p9'],
  category: ['top', 'other'],
};

const field = (names: string[]) => fc.constantFrom(...names);
const names = Object.keys(operands);
const leaf: fc.Arbitrary<FilterNode> = fc.oneof(
  field(names).chain((name) =>
    fc.record({
      op: fc.constant('eq' as const),
      field: fc.constant(name),
      value: fc.constantFrom(...operands[name]!),
    }),
  ),
  field(names).chain((name) =>
    fc.record({
      op: fc.constant('in' as const),
      field: fc.constant(name),
      values: fc.uniqueArray(fc.constantFrom(...operands[name]!), { minLength: 1, maxLength: 3 }),
    }),
  ),
  field(['brand', 'tags', 'price', 'sizes', 'addedAt']).chain((name) => {
    const bound = fc.constantFrom(...(operands[name] as (string | number)[]));
    const keys = fc.uniqueArray(fc.constantFrom('gt', 'gte', 'lt', 'lte'), { minLength: 1, maxLength: 3 });
    return fc.tuple(keys, fc.array(bound, { minLength: 3, maxLength: 3 })).map(
      ([chosen, values]): FilterNode => ({
        op: 'range',
        field: name,
        ...Object.fromEntries(chosen.map((key, at) => [key, values[at]])),
      }),
    );
  }),
  field(names).map((name): FilterNode => ({ op: 'exists', field: name })),
);

/** Normalised filters of every node, a few levels deep. */
export const arbitraryFilter: fc.Arbitrary<FilterNode> = fc.letrec<{ node: FilterNode; part: FilterNode }>(
  (tie) => {
    const parts = fc.array(tie('node'), { minLength: 1, maxLength: 3 });
    return {
      node: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, tie('part')),
      part: fc.oneof(
        fc.record({ op: fc.constant('and' as const), nodes: parts }),
        fc.record({ op: fc.constant('or' as const), nodes: parts }),
        fc.record({ op: fc.constant('not' as const), node: tie('node') }),
      ),
    };
  },
).node;
