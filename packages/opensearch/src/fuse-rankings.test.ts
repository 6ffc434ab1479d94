import { expect, it } from 'vitest';
import { fuseRankings } from './fuse-rankings.ts';

const vector = { ids: ['a', 'b', 'c'], scores: [0.9, 0.8, 0.5] };
const text = { ids: ['c', 'd', 'a'], scores: [7, 5, 1] };

it('adds reciprocal ranks', () => {
  // a: 1/61 + 1/63, c: 1/63 + 1/61, b: 1/62, d: 1/62
  expect(fuseRankings(vector, text, 'rrf')).toEqual(['a', 'c', 'b', 'd']);
});

it('weighs normalised scores, from one list alone to the other', () => {
  expect(fuseRankings(vector, text, { vectorWeight: 1 }).slice(0, 2)).toEqual(['a', 'b']);
  expect(fuseRankings(vector, text, { vectorWeight: 0 }).slice(0, 2)).toEqual(['c', 'd']);
  // a: 0.5 + 0.0005, b: 0.375, c: 0.0005 + 0.5, d: 0.333
  expect(fuseRankings(vector, text, { vectorWeight: 0.5 })).toEqual(['a', 'c', 'b', 'd']);
});

it('takes an empty list', () => {
  expect(fuseRankings(vector, { ids: [], scores: [] }, { vectorWeight: 0.3 })).toEqual(['a', 'b', 'c']);
});
