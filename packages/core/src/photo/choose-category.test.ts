import { expect, it } from 'vitest';
import { chooseCategory, givenCategory } from './choose-category.ts';

const categories = ['a', 'b', 'c', 'd', 'e', 'f'];
const choose = (...probabilities: number[]) =>
  chooseCategory({ probabilities: Float32Array.from(probabilities) }, categories, 0.7);

it('takes the likeliest leaf from the threshold on', () => {
  expect(choose(0.05, 0.75, 0.2)).toMatchObject({ id: 'b', source: 'classifier' });
  expect(chooseCategory({ probabilities: Float32Array.of(0.75) }, ['a'], 0.75).id).toBe('a');
});

it('says other below it, and still names the likeliest', () => {
  const report = choose(0.1, 0.65, 0.25, 0, 0, 0);
  expect(report.id).toBe('other');
  expect(report.confidence).toBeCloseTo(0.65);
  expect(report.alternatives.map(({ id }) => id)).toEqual(['b', 'c', 'a', 'd', 'e']);
});

it('reports a choice with full confidence, and none where nobody chose', () => {
  expect(givenCategory('bed', 'product')).toEqual({
    id: 'bed',
    confidence: 1,
    alternatives: [],
    source: 'product',
  });
  expect(givenCategory('other', 'none')).toMatchObject({ id: 'other', confidence: 0 });
});
