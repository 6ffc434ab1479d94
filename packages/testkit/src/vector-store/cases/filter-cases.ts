import type { FilterNode } from '@imgsearch/core';
import { expectSame } from '../../suite/expectations.ts';
import { filled, found } from '../collect.ts';
import { FILTER_RECORDS } from '../filter-records.ts';
import { axis } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const eq = (field: string, value: string | number | boolean): FilterNode => ({ op: 'eq', field, value });
const among = (field: string, values: (string | number | boolean)[]): FilterNode => ({
  op: 'in',
  field,
  values,
});
const range = (field: string, bounds: object): FilterNode => ({ op: 'range', field, ...bounds });
const exists = (field: string): FilterNode => ({ op: 'exists', field });
const not = (node: FilterNode): FilterNode => ({ op: 'not', node });
const and = (...nodes: FilterNode[]): FilterNode => ({ op: 'and', nodes });
const or = (...nodes: FilterNode[]): FilterNode => ({ op: 'or', nodes });

/** Filters with the ids that they find, worked out by hand: ant bee cat dog eel fox gnu. */
type Row = readonly [says: string, filter: FilterNode, ids: string];

const tables: Record<string, readonly Row[]> = {
  'eq compares exactly': [
    ['letter case counts', eq('brand', 'Acme'), 'ant'],
    ['blanks count', eq('brand', 'Acme '), 'cat'],
    ['the empty string is a value', eq('brand', ''), 'dog'],
    ['numbers', eq('price', 20), 'bee'],
    ['zero is a value', eq('price', 0), 'eel'],
    ['true', eq('onSale', true), 'ant dog'],
    ['false, not missing', eq('onSale', false), 'bee eel'],
    ['no value, no record', eq('brand', 'nowhere'), ''],
  ],
  'eq on an array matches if any element does': [
    ['keywords', eq('tags', 'red'), 'ant dog'],
    ['numbers', eq('sizes', 10), 'ant'],
    ['no part of an element', eq('tags', 'cot'), ''],
  ],
  'eq on a date compares moments, not text': [
    ['another zone', eq('addedAt', '2026-02-01T00:00:00.000Z'), 'bee dog'],
    ['a day is its midnight', eq('addedAt', '2026-01-31T00:00:00.000Z'), 'ant'],
  ],
  'in matches any of its values': [
    ['keywords', among('brand', ['Acme', 'Zeta', 'nowhere']), 'ant eel'],
    ['one value', among('brand', ['acme']), 'bee'],
    ['numbers', among('price', [0, 20.5, 99]), 'cat eel'],
    ['arrays', among('tags', ['cotton', 'blue']), 'ant bee dog'],
    ['booleans', among('onSale', [true, false]), 'ant bee dog eel'],
    ['dates', among('addedAt', ['2026-01-31T00:00:00.000Z', '2026-01-01T01:00:00.000Z']), 'ant eel'],
  ],
  'range takes its bounds as they are: gt, gte, lt, lte': [
    ['gt is open', range('price', { gt: 20 }), 'cat'],
    ['gte is closed', range('price', { gte: 20 }), 'bee cat'],
    ['lt is open', range('price', { lt: 0 }), 'dog'],
    ['lte is closed', range('price', { lte: 0 }), 'dog eel'],
    ['both', range('price', { gt: -5, lte: 20 }), 'ant bee eel'],
    ['empty', range('price', { gt: 20, lt: 20.5 }), ''],
  ],
  'range on an array wants one element inside all bounds': [
    ['two elements on either side do not make one between', range('sizes', { gt: 2, lt: 8 }), 'bee cat eel'],
    ['one of two', range('sizes', { gte: 10 }), 'ant'],
  ],
  'range on keywords goes by code unit': [
    ['capitals before small letters', range('brand', { gte: 'B', lt: 'b' }), 'bee eel'],
    ['the empty string comes first', range('brand', { lt: 'A' }), 'dog'],
    ['a prefix comes before the longer one', range('brand', { gt: 'Acme', lt: 'Acmf' }), 'cat'],
  ],
  'range on dates goes by moment, not by text': [
    ['a zone', range('addedAt', { gte: '2026-02-01T00:00:00.000Z' }), 'bee dog'],
    ['a year that is another one in UTC', range('addedAt', { lt: '2026-01-31T00:00:00.000Z' }), 'eel'],
    ['and which one', range('addedAt', { lt: '2026-01-01T00:00:00.000Z' }), ''],
    [
      'milliseconds',
      range('addedAt', { gt: '2026-01-31T00:00:00.000Z', lt: '2026-02-01T00:00:00.000Z' }),
      'cat',
    ],
  ],
  'exists tells a value from null, nothing and an empty array': [
    ['keyword', exists('brand'), 'ant bee cat dog eel'],
    ['array', exists('tags'), 'ant bee cat dog'],
    ['numbers', exists('sizes'), 'ant bee cat eel'],
    ['boolean', exists('onSale'), 'ant bee dog eel'],
    ['date', exists('addedAt'), 'ant bee cat dog eel'],
  ],
  'not matches also what has no such field': [
    ['not eq', not(eq('brand', 'Acme')), 'bee cat dog eel fox gnu'],
    ['not in', not(among('price', [0, 10, 20])), 'cat dog fox gnu'],
    ['not range', not(range('price', { gt: 0 })), 'dog eel fox gnu'],
    ['not eq on an array', not(eq('tags', 'red')), 'bee cat eel fox gnu'],
    ['not exists', not(exists('sizes')), 'dog fox gnu'],
    ['not false', not(eq('onSale', false)), 'ant cat dog fox gnu'],
    ['not and', not(and(exists('price'), exists('onSale'))), 'cat fox gnu'],
    ['not or', not(or(eq('brand', 'Acme'), eq('price', 20))), 'cat dog eel fox gnu'],
    ['not not', not(not(eq('brand', 'Acme'))), 'ant'],
  ],
  'and wants all of its parts': [
    ['two fields', and(eq('tags', 'red'), eq('onSale', true)), 'ant dog'],
    ['with not', and(eq('tags', 'red'), not(eq('tags', 'blue'))), 'ant'],
    ['one field twice', and(eq('tags', 'red'), eq('tags', 'blue')), 'dog'],
    ['three', and(exists('price'), range('price', { gte: 0 }), range('price', { lt: 20 })), 'ant eel'],
  ],
  'or wants any of its parts': [
    ['two fields', or(eq('brand', 'Zeta'), eq('tags', 'blue')), 'bee dog eel'],
    ['both hold for one', or(eq('price', 10), eq('brand', 'Acme')), 'ant'],
    ['with and inside', or(and(eq('tags', 'red'), eq('brand', 'Acme')), not(exists('price'))), 'ant fox gnu'],
  ],
  'productId, imageId and category filter without being declared': [
    ['productId', eq('productId', 'p0'), 'ant dog gnu'],
    ['imageId', among('imageId', ['1', '5']), 'bee fox'],
    ['category', not(eq('category', 'top')), 'bee dog fox'],
    ['all of them', and(eq('productId', 'p0'), eq('category', 'other')), 'dog'],
  ],
};

/** One case for each promise about filters; every row is a search of its own. */
export const filterCases: readonly StoreCase[] = Object.entries(tables).map(([name, rows]) => ({
  name,
  group: 'filter',
  needs: [],
  async run(kit) {
    const store = await filled(kit, FILTER_RECORDS);
    for (const [says, filter, ids] of rows) {
      const wanted = ids === '' ? [] : ids.split(' ');
      expectSame(`${name}: ${says}`, await found(store, { vector: axis(0), filter }), wanted);
    }
  },
}));
