import { expect, it } from 'vitest';
import { parseAugment, parseViews, parseWeights } from './embedder-options.ts';

it('reads weights, views of a picture and pictures of a product', () => {
  expect(parseWeights('2,0.5')).toEqual([2, 0.5]);
  expect(parseAugment('mirror')).toEqual({ mirror: true });
  expect(parseAugment('crops')).toEqual({ mirror: false, crops: 0.875 });
  expect(parseAugment('mirror, crops:0.8')).toEqual({ mirror: true, crops: 0.8 });
  expect(parseViews('mean')).toBe('mean');
  expect(parseViews('top:3')).toEqual({ top: 3 });
  expect(parseViews('generalized-mean:8')).toEqual({ generalizedMean: 8 });
});

it.each([
  [() => parseWeights('2,'), 'no number'],
  [() => parseWeights('a'), 'no number'],
  [() => parseAugment('flip'), 'none of mirror, crops'],
  [() => parseAugment('crops:wide'), 'no number'],
  [() => parseAugment('mirror:2'), 'none of mirror'],
  [() => parseViews('worst'), 'none of best, mean'],
  [() => parseViews('top'), 'no number'],
  [() => parseViews('toString:1'), 'none of best, mean'],
])('says what it takes instead', (read, said) => {
  expect(read).toThrow(said);
});
