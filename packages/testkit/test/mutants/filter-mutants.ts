import type { FilterNode, VectorRecord } from '@imgsearch/core';
import { type Mutant, mutants, valuesOf, withJudge } from './mutant.ts';

type Leaf = Extract<FilterNode, { field: string }>;
const low = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

/** A mutant that judges leaves of one operator in its own way. */
const leaf =
  <Op extends Leaf['op']>(
    op: Op,
    judge: (
      node: Extract<Leaf, { op: Op }>,
      values: unknown[],
      right: boolean,
      record: VectorRecord,
    ) => boolean,
  ) =>
  (store: Parameters<typeof withJudge>[0]) =>
    withJudge(store, (node, record, right) =>
      node.op === op ? judge(node as never, valuesOf(record, (node as Leaf).field), right, record) : right,
    );
const dated = (node: { field: string }) => node.field === 'addedAt';

/** Range of a mutant that takes one bound as another. */
const bounds = (from: 'gt' | 'gte' | 'lt' | 'lte', also: (value: unknown, bound: unknown) => boolean) =>
  leaf('range', (node, values, right) =>
    node[from] === undefined || dated(node)
      ? right
      : also(values[0], node[from])
        ? from === 'gt' || from === 'lt'
        : right,
  );

export const filterMutants: readonly Mutant[] = mutants('filter', {
  'eq ignores letter case': leaf(
    'eq',
    ({ value }, values, right) => right || values.some((own) => low(own) === low(value)),
  ),
  'eq trims blanks': leaf(
    'eq',
    ({ value }, values, right) =>
      right ||
      values.some((own) => typeof own === 'string' && own.trim() === String(value).trim() && own !== ''),
  ),
  'eq takes the empty string for nothing': leaf('eq', ({ value }, _, right) => value !== '' && right),
  'eq takes zero and false for nothing': leaf(
    'eq',
    ({ value }, _, right) => value !== 0 && value !== false && right,
  ),
  'eq looks at the first element alone': leaf('eq', ({ value }, values, right) =>
    values.length > 1 ? values[0] === value : right,
  ),
  'eq finds parts of words': leaf(
    'eq',
    ({ value }, values, right) =>
      right ||
      (typeof value === 'string' && value !== '' && values.some((own) => String(own).includes(value))),
  ),
  'eq compares dates as text': leaf('eq', (node, values, right) =>
    dated(node) ? values[0] === node.value : right,
  ),
  'eq rounds numbers': leaf(
    'eq',
    ({ value }, values, right) =>
      right ||
      (typeof value === 'number' && values.some((own) => Math.fround(Number(own)) === Math.fround(value))),
  ),
  'in looks at its first value alone': leaf('in', ({ values: wanted }, values) => values.includes(wanted[0])),
  'in forgets values after the hundredth': leaf(
    'in',
    ({ values: wanted }, values, right) =>
      right && (wanted.length <= 100 || values.some((own) => wanted.slice(0, 100).includes(own as never))),
  ),
  'in wants the first element': leaf('in', ({ values: wanted }, values, right) =>
    values.length > 1 ? wanted.includes(values[0] as never) : right,
  ),
  'in compares dates as text': leaf('in', (node, values, right) =>
    dated(node) ? node.values.includes(values[0] as never) : right,
  ),
  'gt takes its bound in': bounds('gt', (value, bound) => value === bound),
  'gte leaves its bound out': bounds('gte', (value, bound) => value === bound),
  'lt takes its bound in': bounds('lt', (value, bound) => value === bound),
  'lte leaves its bound out': bounds('lte', (value, bound) => value === bound),
  'range on an array mixes its elements': leaf('range', ({ gt, lt }, values, right) =>
    gt !== undefined && lt !== undefined && values.length > 1
      ? values.some((own) => (own as number) > (gt as number)) &&
        values.some((own) => (own as number) < (lt as number))
      : right,
  ),
  'range on keywords ignores letter case': leaf('range', (node, values, right) => {
    if (node.field !== 'brand') return right;
    const own = low(values[0]) as string;
    const { gt, gte, lt, lte } = node as Record<'gt' | 'gte' | 'lt' | 'lte', string | undefined>;
    return (
      values.length > 0 &&
      (gt === undefined || own > gt.toLowerCase()) &&
      (gte === undefined || own >= gte.toLowerCase()) &&
      (lt === undefined || own < lt.toLowerCase()) &&
      (lte === undefined || own <= lte.toLowerCase())
    );
  }),
  'range compares dates as text': leaf('range', (node, values, right) => {
    if (!dated(node)) return right;
    const own = String(values[0] ?? '');
    return (
      own !== '' &&
      (node.gte === undefined || own >= node.gte) &&
      (node.lt === undefined || own < node.lt) &&
      (node.gt === undefined || own > node.gt) &&
      (node.lte === undefined || own <= node.lte)
    );
  }),
  'range forgets milliseconds': leaf('range', (node, _, right, record) =>
    dated(node) && String(record.metadata.addedAt).includes('.999') && node.lt !== undefined ? false : right,
  ),
  'exists takes an empty array for a value': leaf(
    'exists',
    ({ field }, _, right, record) =>
      right || Array.isArray((record.metadata as Record<string, unknown>)[field]),
  ),
  'exists takes false and the empty string for nothing': leaf(
    'exists',
    (_, values, right) => right && !values.every((own) => own === false || own === ''),
  ),
  'not leaves out what has no such field, as SQL does': (store) =>
    withJudge(store, (node, record, right) =>
      node.op === 'not' &&
      'field' in node.node &&
      node.node.op !== 'exists' &&
      node.node.field in record.metadata === false &&
      !['productId', 'imageId', 'category'].includes(node.node.field)
        ? false
        : right,
    ),
  'not of and denies every part': (store) =>
    withJudge(store, (node, record, right) =>
      node.op === 'not' && node.node.op === 'and' && right
        ? node.node.nodes.every((part) => part.op !== 'exists' || valuesOf(record, part.field).length === 0)
        : right,
    ),
  'not is lost inside and': (store) =>
    withJudge(store, (node, record, right) =>
      node.op === 'and' && !right
        ? node.nodes.every(
            (part) =>
              part.op === 'not' ||
              ('field' in part && part.op === 'eq' && valuesOf(record, part.field).includes(part.value)),
          )
        : right,
    ),
  'and forgets its last part': (store) =>
    withJudge(store, (node, record, right) =>
      node.op === 'and' &&
      node.nodes.length === 2 &&
      node.nodes[0]!.op === 'eq' &&
      !['productId'].includes(node.nodes[0]!.field)
        ? valuesOf(record, node.nodes[0]!.field).includes(node.nodes[0]!.value)
        : right,
    ),
  'or finds nothing where two parts hold': (store) =>
    withJudge(store, (node, record, right) =>
      node.op === 'or' &&
      node.nodes.every((part) => part.op === 'eq' && valuesOf(record, part.field).includes(part.value))
        ? false
        : right,
    ),
  'or forgets its last part': (store) =>
    withJudge(store, (node, record, right) => {
      const [first] = node.op === 'or' && node.nodes.length > 1 ? node.nodes : [];
      return right && first?.op === 'eq' ? valuesOf(record, first.field).includes(first.value) : right;
    }),
  'category is no field': leaf('eq', ({ field }, _, right) => field !== 'category' && right),
  'productId and imageId are looked for in the metadata': leaf('eq', ({ field }, values, right) =>
    field === 'productId' || field === 'imageId' ? values.length > 0 : right,
  ),
});

/** Filters that only some members see wrongly, or see too late. */
export const filterPlaceMutants: readonly Mutant[] = mutants('filter', {
  'a filter is applied to the nearest 100, after the search': (store) => ({
    ...store,
    async search(query, call) {
      const { filter, limit, offset = 0, ...rest } = query;
      if (!filter) return store.search(query, call);
      const near = await store.search({ ...rest, limit: 100 }, call);
      const right = new Set(
        (await store.search({ ...rest, filter, limit: 10_000 }, call)).map(({ id }) => id),
      );
      return near.filter(({ id }) => right.has(id)).slice(offset, offset + limit);
    },
  }),
  'count does not look at its filter': (store) => ({
    ...store,
    count: (_, call) => store.count(undefined, call),
  }),
  'scan does not look at its filter': (store) => ({
    ...store,
    scan: ({ filter: _, ...query }, call) => store.scan(query, call),
  }),
  'scan does not know not': (store) => ({
    ...store,
    scan: ({ filter, ...query }, call) =>
      store.scan(filter?.op === 'not' ? query : { ...query, filter }, call),
  }),
  'deleteWhere deletes all': (store) => ({
    ...store,
    deleteWhere: (filter, call) =>
      store.deleteWhere(
        filter.op === 'range'
          ? { op: 'not', node: { op: 'eq', field: 'category', value: 'nowhere' } }
          : filter,
        call,
      ),
  }),
  'deleteWhere tells no number': (store) => ({
    ...store,
    deleteWhere: async (filter, call) => {
      await store.deleteWhere(filter, call);
      return { deleted: 0 };
    },
  }),
});
