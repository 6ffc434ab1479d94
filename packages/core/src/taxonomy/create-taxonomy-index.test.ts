import { describe, expect, it } from 'vitest';
import { createTaxonomyIndex } from './create-taxonomy-index.ts';
import { defaultTaxonomy } from './default-taxonomy.ts';

describe('createTaxonomyIndex', () => {
  const index = createTaxonomyIndex(defaultTaxonomy);

  it('knows the leaves and groups of the default tree', () => {
    expect(index.leaves).toEqual(
      'top bottom outer shoes smartphone laptop earphone bed chair table accessories beauty sports'.split(
        ' ',
      ),
    );
    expect(index.groupOf('laptop')).toBe('electronics');
    expect(index.groupOf('other')).toBeUndefined();
    expect(index.leavesOf('furniture')).toEqual(['bed', 'chair', 'table']);
    expect(index.leavesOf('bed')).toEqual(['bed']);
  });

  it('expands groups without repeats and keeps other', () => {
    expect(index.expand(['chair', 'furniture', 'other'])).toEqual(['chair', 'bed', 'table', 'other']);
  });

  it('names an unknown id and the known ones', () => {
    expect(() => index.expand(['cloths'])).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining('"cloths"'),
        hint: expect.stringContaining('clothing, top'),
      }),
    );
    expect(() => index.expand(['__proto__'])).toThrow('Unknown category');
  });

  it('finds names by language, base language, English, id', () => {
    expect(index.nameOf('misc', 'en')).toBe('Other');
    expect(index.nameOf('misc', 'ko-KR')).toBe('기타');
    expect(index.nameOf('misc', 'fr')).toBe('Other');
    expect(createTaxonomyIndex([{ id: 'a' }]).nameOf('a', 'constructor')).toBe('a');
  });

  it('walks deeper trees and counts a childless group as a leaf', () => {
    const deep = createTaxonomyIndex([
      { id: 'a', children: [{ id: 'b', children: [{ id: 'c' }, { id: 'd' }] }] },
      { id: 'e', children: [] },
    ]);
    expect(deep.leaves).toEqual(['c', 'd', 'e']);
    expect(deep.leavesOf('b')).toEqual(['c', 'd']);
    expect(deep.groupOf('d')).toBe('a');
  });

  it.each([
    [[], 'taxonomy'],
    [[{ id: 'other' }], 'taxonomy[0].id'],
    [[{ id: 'a', children: [{ id: 'a' }] }], 'taxonomy[0].children[0].id'],
    [[{ id: '' }], 'taxonomy[0].id'],
    [[null], 'taxonomy[0]'],
    [[{ id: 'a', children: 'b' }], 'taxonomy[0].children'],
  ])('refuses %j, naming %s', (taxonomy, path) => {
    expect(() => createTaxonomyIndex(taxonomy as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(`"${path}"`) }),
    );
  });
});
