import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { isPlainObject } from './is-plain-object.ts';

it.each([
  ['a literal', {}],
  ['JSON', JSON.parse('{"a":1}')],
  ['an object without a prototype', Object.create(null)],
  ['a literal of another realm', runInNewContext('({ a: 1 })')],
])('%s is one', (_, value) => {
  expect(isPlainObject(value)).toBe(true);
});

it.each([
  ['null', null],
  ['undefined', undefined],
  ['a string', 'a'],
  ['an array', []],
  ['an array of another realm', runInNewContext('[]')],
  ['a date', new Date()],
  ['a date of another realm', runInNewContext('new Date()')],
  ['a map', new Map()],
  ['an instance', new (class {})()],
  ['an object made from another', Object.create({ a: 1 })],
  ['a function', () => 1],
])('%s is not', (_, value) => {
  expect(isPlainObject(value)).toBe(false);
});
