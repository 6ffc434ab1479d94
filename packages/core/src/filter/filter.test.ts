import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter, FilterNode } from '../spec/filter.ts';
import { checkFields } from './check-fields.ts';
import { checkMetadata } from './check-metadata.ts';
import { parseIsoDate } from './iso-date.ts';
import { type Filterable, matchesFilter } from './matches-filter.ts';
import { normaliseFilter } from './normalise-filter.ts';

const fields = {
  brand: 'keyword',
  price: 'number',
  tags: 'keyword[]',
  sizes: 'number[]',
  addedAt: 'date',
  sale: 'boolean',
} as const;

const record = (metadata: Filterable['metadata']): Filterable => ({
  productId: 'p',
  imageId: '0',
  category: 'top',
  metadata,
});
const passes = (filter: Filter<typeof fields>, metadata: Filterable['metadata']): boolean =>
  matchesFilter(normaliseFilter(filter, fields)!, record(metadata), fields);

type Bag = Record<string, unknown>;

/** Evaluates the sugar itself, straight from the words of the grammar: knows nothing of the tree. */
function oracle(filter: object, subject: Filterable): boolean {
  const check = (field: string, condition: unknown): boolean => {
    if (typeof condition !== 'object') return check(field, { $eq: condition });
    const asked = condition as Bag;
    const comparable = (value: unknown): unknown =>
      field === 'addedAt' ? new Date(value as string).getTime() : value;
    const found = (subject as unknown as Bag)[field] ?? (subject.metadata as Bag)[field];
    const have = found === undefined ? [] : [found].flat().map(comparable);
    const operand = (operator: string) => comparable(asked[operator]) as number;
    const among = (list: unknown) => (list as unknown[]).some((value) => have.includes(comparable(value)));
    const inside = (value: number): boolean =>
      !('$gt' in asked && !(value > operand('$gt'))) &&
      !('$gte' in asked && !(value >= operand('$gte'))) &&
      !('$lt' in asked && !(value < operand('$lt'))) &&
      !('$lte' in asked && !(value <= operand('$lte')));
    const ranged = ['$gt', '$gte', '$lt', '$lte'].some((operator) => operator in asked);
    if (ranged && !(have as number[]).some(inside)) return false;
    if ('$eq' in asked && !have.includes(operand('$eq'))) return false;
    if ('$ne' in asked && have.includes(operand('$ne'))) return false;
    if ('$in' in asked && !among(asked.$in)) return false;
    if ('$nin' in asked && among(asked.$nin)) return false;
    if ('$exists' in asked && have.length > 0 !== asked.$exists) return false;
    if ('$not' in asked && check(field, asked.$not)) return false;
    return true;
  };
  return Object.entries(filter).every(([key, value]) => {
    if (key === '$and') return (value as object[]).every((part) => oracle(part, subject));
    if (key === '$or') return (value as object[]).some((part) => oracle(part, subject));
    if (key === '$not') return !oracle(value, subject);
    return check(key, value);
  });
}

const dates = ['2026-01-01', '2026-01-01T00:00:00.000Z', '2026-01-01T09:00:00+09:00', '2025-12-31T23:59:59Z'];
const scalar = {
  brand: fc.constantFrom('a', 'b', 'B', '', '가', '나'),
  price: fc.constantFrom(-1, 0, 1, 1.5, 2),
  tags: fc.constantFrom('x', 'y', 'z'),
  sizes: fc.constantFrom(1, 2, 3, 4),
  addedAt: fc.constantFrom(...dates),
  sale: fc.boolean(),
  category: fc.constantFrom('top', 'other'),
};
const operators = (value: fc.Arbitrary<unknown>, ordered: boolean): fc.Arbitrary<object> => {
  const list = fc.array(value, { minLength: 1, maxLength: 3 });
  const flat = {
    $eq: value,
    $ne: value,
    $in: list,
    $nin: list,
    $exists: fc.boolean(),
    ...(ordered ? { $gt: value, $gte: value, $lt: value, $lte: value } : {}),
  };
  const some = fc.record(flat, { requiredKeys: [] }).filter((made) => Object.keys(made).length > 0);
  return fc.oneof(
    some,
    fc.record({ $not: some }),
    fc.tuple(some, some).map(([a, b]) => ({ ...a, $not: b })),
  );
};
const leaf = fc.oneof(
  ...Object.entries(scalar).map(([field, value]) =>
    fc.oneof(value, operators(value, field !== 'sale')).map((condition) => ({ [field]: condition })),
  ),
);
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((parts) => Object.assign({}, ...parts)),
    fc.record({ $and: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ $or: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ $not: tie('filter') }),
  ),
}));
const subject: fc.Arbitrary<Filterable> = fc.record({
  productId: fc.constant('p'),
  imageId: fc.constant('0'),
  category: scalar.category,
  metadata: fc.record(
    {
      brand: scalar.brand,
      price: scalar.price,
      tags: fc.array(scalar.tags, { maxLength: 3 }),
      sizes: fc.array(scalar.sizes, { maxLength: 3 }),
      addedAt: scalar.addedAt,
      sale: scalar.sale,
    },
    { requiredKeys: [] },
  ),
});
const test = (given: object, on: Filterable): boolean =>
  matchesFilter(normaliseFilter(given as Filter, fields) as FilterNode, on, fields);

describe('filters, over generated ones', () => {
  it('agree with an evaluator of the sugar', () => {
    fc.assert(
      fc.property(filter, subject, (f, on) => test(f, on) === oracle(f, on)),
      { numRuns: 2000 },
    );
  });

  it('obey De Morgan', () => {
    fc.assert(
      fc.property(filter, filter, subject, (a, b, on) => {
        expect(test({ $not: { $and: [a, b] } }, on)).toBe(test({ $or: [{ $not: a }, { $not: b }] }, on));
        expect(test({ $not: { $or: [a, b] } }, on)).toBe(test({ $and: [{ $not: a }, { $not: b }] }, on));
      }),
    );
  });

  it('read $nin as not $in, $ne as not $eq, and two negations as none', () => {
    fc.assert(
      fc.property(fc.array(scalar.tags, { minLength: 1 }), filter, subject, (values, f, on) => {
        expect(test({ tags: { $nin: values } }, on)).toBe(test({ $not: { tags: { $in: values } } }, on));
        expect(test({ tags: { $ne: values[0] } }, on)).toBe(test({ $not: { tags: values[0] } }, on));
        expect(test({ $not: { $not: f } }, on)).toBe(test(f, on));
      }),
    );
  });
});

describe('normaliseFilter', () => {
  it('makes the tree', () => {
    expect(
      normaliseFilter(
        { brand: 'x', price: { $gte: 10, $lt: 20 }, $or: [{ sale: true }, { tags: { $nin: ['a', 'a'] } }] },
        fields,
      ),
    ).toEqual({
      op: 'and',
      nodes: [
        { op: 'eq', field: 'brand', value: 'x' },
        { op: 'range', field: 'price', gte: 10, lt: 20 },
        {
          op: 'or',
          nodes: [
            { op: 'eq', field: 'sale', value: true },
            { op: 'not', node: { op: 'in', field: 'tags', values: ['a'] } },
          ],
        },
      ],
    });
    expect(normaliseFilter({ addedAt: '2026-01-01T09:00:00+09:00' }, fields)).toEqual({
      op: 'eq',
      field: 'addedAt',
      value: '2026-01-01T00:00:00.000Z',
    });
  });

  it('takes nothing, and entries left undefined, as no filter', () => {
    expect(normaliseFilter(undefined, fields)).toBeUndefined();
    expect(normaliseFilter({}, fields)).toBeUndefined();
    expect(normaliseFilter({ brand: undefined }, fields)).toBeUndefined();
  });

  it('takes many conditions but not any number, and any number of values in one', () => {
    const either = (count: number) => ({ $or: Array(count).fill({ price: { $ne: 1 } }) });
    const values = Array.from({ length: 5000 }, (_, at) => `tag ${at}`);
    const wide = (count: number) => () =>
      normaliseFilter({ $not: { $and: [either(count), { tags: { $in: values } }] } } as Filter, fields);
    expect(wide(255)()).toMatchObject({ op: 'not' });
    expect(wide(256)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: 'Option "filter" takes at most 256 conditions, but got 257.',
        hint: expect.stringContaining('$in'),
      }),
    );
  });

  let deep: object = { brand: 'x' };
  for (let level = 0; level < 100; level++) deep = { $not: deep };
  it.each<[unknown, string, string]>([
    ['brand', 'filter', 'object'],
    [[], 'filter', 'object'],
    [{ colour: 'red' }, 'filter', 'Declare "colour"'],
    [{ $nor: [{ brand: 'x' }] }, 'filter', '"$nor"'],
    [{ brand: 1 }, 'filter.brand', 'a string'],
    [{ brand: null }, 'filter.brand', 'null'],
    [{ brand: ['a'] }, 'filter.brand', '$in'],
    [{ price: '10' }, 'filter.price', 'a finite number'],
    [{ price: { $gt: Number.NaN } }, 'filter.price.$gt', 'NaN'],
    [{ price: { $regex: '.' } }, 'filter.price', '$regex'],
    [{ price: {} }, 'filter.price', 'at least one operator'],
    [{ sale: { $gt: false } }, 'filter.sale', 'boolean'],
    [{ addedAt: '2026-02-30' }, 'filter.addedAt', 'ISO 8601'],
    [{ addedAt: '2026-01-01T10:00' }, 'filter.addedAt', 'ISO 8601'],
    [{ addedAt: new Date(0) }, 'filter.addedAt', 'toISOString'],
    [{ tags: { $in: [] } }, 'filter.tags.$in', 'at least one'],
    [{ tags: { $in: ['a', 2] } }, 'filter.tags.$in[1]', 'a string'],
    [{ brand: { $exists: 1 } }, 'filter.brand.$exists', 'true or false'],
    [{ brand: { $not: 'x' } }, 'filter.brand.$not', '$ne'],
    [{ $and: [] }, 'filter.$and', 'at least one'],
    [{ $or: [{ brand: 'x' }, {}] }, 'filter.$or[1]', 'at least one condition'],
    [{ $not: {} }, 'filter.$not', 'at least one condition'],
    [JSON.parse('{"__proto__":{"$eq":"x"}}'), 'filter', '__proto__'],
    [{ constructor: 'x' }, 'filter', 'constructor'],
    [{ toString: 'x' }, 'filter', 'toString'],
    [{ brand: JSON.parse('{"__proto__":"x"}') }, 'filter.brand', '__proto__'],
    [deep, 'filter.$not', '32 levels'],
  ])('refuses %j at %s', (given, path, text) => {
    let error: { code?: string; message: string; hint?: string } | undefined;
    try {
      normaliseFilter(given as Filter, fields);
    } catch (thrown) {
      error = thrown as typeof error & object;
    }
    expect(error?.code).toBe('INVALID_OPTIONS');
    expect(error?.message).toContain(`"${path}`);
    expect(`${error?.message} ${error?.hint}`).toContain(text);
  });
});

describe('matchesFilter', () => {
  it('matches a missing field only by negations', () => {
    expect(passes({ brand: 'x' }, {})).toBe(false);
    expect(passes({ brand: { $in: ['x'] } }, {})).toBe(false);
    expect(passes({ price: { $lt: 1 } }, {})).toBe(false);
    expect(passes({ brand: { $exists: true } }, {})).toBe(false);
    expect(passes({ brand: { $exists: false } }, {})).toBe(true);
    expect(passes({ brand: { $ne: 'x' } }, {})).toBe(true);
    expect(passes({ brand: { $nin: ['x'] } }, {})).toBe(true);
    expect(passes({ price: { $not: { $lt: 1 } } }, {})).toBe(true);
    expect(passes({ tags: { $exists: true } }, { tags: [] })).toBe(false);
  });

  it('asks one element of an array to lie inside all bounds', () => {
    expect(passes({ sizes: { $gt: 2, $lt: 4 } }, { sizes: [1, 3] })).toBe(true);
    expect(passes({ sizes: { $gt: 2, $lt: 4 } }, { sizes: [1, 5] })).toBe(false);
  });

  it('compares dates by time and strings exactly', () => {
    expect(passes({ addedAt: '2026-01-01' }, { addedAt: '2026-01-01T09:00:00+09:00' })).toBe(true);
    expect(
      passes({ addedAt: { $gt: '2026-01-01T00:00:00Z' } }, { addedAt: '2026-01-01T08:00:00+09:00' }),
    ).toBe(false);
    expect(passes({ brand: 'x' }, { brand: 'X' })).toBe(false);
  });

  it('does not look up the prototype chain', () => {
    expect(matchesFilter({ op: 'exists', field: 'toString' }, record({}))).toBe(false);
  });
});

describe('checkMetadata', () => {
  it('takes declared types, absent fields and any other JSON', () => {
    checkMetadata(undefined, fields);
    checkMetadata(
      { brand: 'x', price: 1, tags: ['a'], addedAt: '2026-01-01', sale: false, note: { a: [1, null] } },
      fields,
    );
  });

  it.each<[unknown, string]>([
    ['x', 'metadata'],
    [{ price: '1' }, 'metadata.price'],
    [{ price: null }, 'metadata.price'],
    [{ price: Number.POSITIVE_INFINITY }, 'metadata.price'],
    [{ tags: 'a' }, 'metadata.tags'],
    [{ tags: ['a', 1] }, 'metadata.tags[1]'],
    [{ addedAt: 'today' }, 'metadata.addedAt'],
    [{ category: 'top' }, 'metadata.category'],
    [{ note: () => 1 }, 'metadata.note'],
    [{ note: { at: new Date() } }, 'metadata.note.at'],
    [JSON.parse('{"__proto__":1}'), 'metadata.__proto__'],
  ])('refuses %j at %s', (metadata, path) => {
    expect(() => checkMetadata(metadata, fields)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(`"${path}"`) }),
    );
  });
});

describe('checkFields', () => {
  it('refuses reserved, odd and unknown ones', () => {
    checkFields(fields);
    for (const bad of [
      { productId: 'keyword' },
      { constructor: 'keyword' },
      { 'a.b': 'number' },
      { a: 'text' },
      JSON.parse('{"__proto__":"keyword"}'),
    ])
      expect(() => checkFields(bad)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
  });
});

describe('parseIsoDate', () => {
  it('knows calendars', () => {
    expect(parseIsoDate('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
    expect(parseIsoDate('2025-02-29')).toBeNaN();
    expect(parseIsoDate('2026-01-01T25:00:00Z')).toBeNaN();
  });
});
