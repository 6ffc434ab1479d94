import { expect, test } from 'vitest';
import { readSearchQuery } from './read-search-query.ts';

test('left out or empty: the pipeline decides', () => {
  const defaults = { backgroundRemoval: 'auto', limit: 12 };
  expect(readSearchQuery({})).toEqual(defaults);
  expect(readSearchQuery({ minPrice: '', maxPrice: '', category: '' })).toEqual(defaults);
});

test('prices become one range, and everything is no category', () => {
  expect(readSearchQuery({ minPrice: '0', maxPrice: '99.5', category: 'everything' })).toMatchObject({
    filter: { price: { $gte: 0, $lte: 99.5 } },
    category: false,
  });
  expect(readSearchQuery({ maxPrice: '5', category: 'chair' })).toMatchObject({
    filter: { price: { $lte: 5 } },
    category: 'chair',
  });
});

test.each([
  [{ backgroundRemoval: 'sometimes' }, /"backgroundRemoval"/],
  [{ limit: '0' }, /"limit"/],
  [{ limit: '1000' }, /"limit"/],
  [{ minPrice: 'cheap' }, /"minPrice"/],
  [{ category: ['bed', 'chair'] }, /"category"/],
])('%j is refused by name', (query, message) => {
  expect(() => readSearchQuery(query)).toThrow(message);
});
