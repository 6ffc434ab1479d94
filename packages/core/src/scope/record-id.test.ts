import { expect, it } from 'vitest';
import { createScope, unscoped, withScope } from './create-scope.ts';
import { isWrittenWithin, readRecordId, recordId } from './record-id.ts';

const fields = { shop: 'keyword', region: 'keyword', price: 'number' } as const;
const scopeOf = (values: object) => createScope(unscoped, values, fields);

it('is readable', () => {
  expect(recordId(unscoped, 'p1', 'front')).toBe('p1/front');
  expect(recordId(scopeOf({ shop: '강남', region: 'kr' }), 'p/1', '0')).toBe('region=kr/shop=강남/p%2F1/0');
});

it('is injective over scopes, products and pictures', () => {
  // Every text of one or two of the pieces that matter, in every place.
  const pieces = ['a', '/', '%', '=', '%2F', '%25', 'shop=a', '가'];
  const texts = [
    ...new Set([...pieces, ...pieces.flatMap((first) => pieces.map((second) => first + second))]),
  ];
  const scopes = [
    unscoped,
    ...texts.map((shop) => scopeOf({ shop })),
    ...pieces.map((region) => scopeOf({ region })),
  ];
  const few = ['a', '/', '%2F'];
  const ids = [
    ...texts.flatMap((product) => texts.map((image) => recordId(unscoped, product, image))),
    ...scopes
      .slice(1)
      .flatMap((scope) => few.flatMap((product) => few.map((image) => recordId(scope, product, image)))),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

it('is read back', () => {
  for (const [shop, product, image] of [
    ['a', 'p', '0'],
    ['a/b=c', '%2F', '/'],
    ['가%25', 'p/1', '%'],
  ] as const)
    expect(readRecordId(recordId(scopeOf({ shop, region: 'kr' }), product, image))).toEqual({
      scope: { region: 'kr', shop },
      productId: product,
      imageId: image,
    });
  expect(readRecordId('p1/front')).toEqual({ scope: {}, productId: 'p1', imageId: 'front' });
});

it('refuses what no store can hold', () => {
  expect(recordId(unscoped, 'a'.repeat(510), '0')).toHaveLength(512);
  expect(() => recordId(unscoped, 'a'.repeat(511), '0')).toThrow(/at most 512 bytes/);
  expect(() => recordId(unscoped, '가'.repeat(171), '0')).toThrow(/at most 512 bytes/);
  expect(recordId(unscoped, '가'.repeat(170), '0')).toHaveLength(172);
  expect(() => recordId(unscoped, '', '0')).toThrow(/product id/);
  expect(() => recordId(unscoped, 'p', 7 as never)).toThrow(/image id/);
  expect(() => recordId(unscoped, '\ud800', '0')).toThrow(/well-formed/);
});

it('knows what was written in a scope or a wider one', () => {
  const shop = scopeOf({ shop: 'a' });
  const inner = createScope(shop, { region: 'kr' }, fields);
  const id = (scope: typeof shop) => recordId(scope, 'p', '0');
  expect(isWrittenWithin(id(shop), shop)).toBe(true);
  expect(isWrittenWithin(id(unscoped), shop)).toBe(true);
  expect(isWrittenWithin(id(shop), inner)).toBe(true);
  expect(isWrittenWithin(id(inner), shop)).toBe(false);
  expect(isWrittenWithin(id(shop), unscoped)).toBe(false);
  expect(isWrittenWithin(id(scopeOf({ shop: 'b' })), shop)).toBe(false);
  expect(isWrittenWithin('shop=a/x', unscoped)).toBe(true);
});

it('binds declared keywords alone, once', () => {
  const shop = scopeOf({ shop: 'a' });
  expect(createScope(shop, { shop: 'a', region: 'kr' }, fields).values).toEqual([
    ['region', 'kr'],
    ['shop', 'a'],
  ]);
  expect(() => createScope(shop, { shop: 'b' }, fields)).toThrow(/bound to already, "a"/);
  for (const values of [
    {},
    { price: '3' },
    { brand: 'x' },
    { shop: '' },
    { shop: 3 },
    { toString: 'x' },
    null,
    ['a'],
  ])
    expect(() => scopeOf(values as object)).toThrow(/Option "scope/);
});

it('writes its values and lets no other in', () => {
  const shop = scopeOf({ shop: 'a' });
  expect(withScope({ price: 3 }, shop)).toEqual({ price: 3, shop: 'a' });
  expect(withScope({ shop: 'a' }, shop)).toEqual({ shop: 'a' });
  expect(() => withScope({ shop: 'b' }, shop)).toThrow(/bound to "a"/);
});
