import { expect, it } from 'vitest';
import { createTaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';
import { defaultTaxonomy } from '../taxonomy/default-taxonomy.ts';
import { planReaches } from './plan-reaches.ts';

const taxonomy = createTaxonomyIndex(defaultTaxonomy);

it('widens from the leaf and other to the group to everything, searching nothing twice', () => {
  expect(planReaches(['top'], taxonomy, true)).toEqual([
    { reach: 'category', within: ['top', 'other'] },
    { reach: 'group', within: ['bottom', 'outer', 'shoes'] },
    { reach: 'everything', beyond: ['top', 'other', 'bottom', 'outer', 'shoes'] },
  ]);
});

it('goes from a whole group straight to everything', () => {
  const furniture = ['bed', 'chair', 'table'];
  expect(planReaches(furniture, taxonomy, true)).toEqual([
    { reach: 'category', within: [...furniture, 'other'] },
    { reach: 'everything', beyond: [...furniture, 'other'] },
  ]);
});

it('widens over the groups of all leaves', () => {
  const [, group] = planReaches(['laptop', 'bed'], taxonomy, true);
  expect(group?.within).toEqual(['smartphone', 'earphone', 'chair', 'table']);
});

it('stays with the category where filling up is off', () => {
  expect(planReaches(['top'], taxonomy, false)).toEqual([{ reach: 'category', within: ['top', 'other'] }]);
});

it('searches everything at once where there is no category', () => {
  expect(planReaches([], taxonomy, true)).toEqual([{ reach: 'everything' }]);
  expect(planReaches([], taxonomy, false)).toEqual([{ reach: 'everything' }]);
});
