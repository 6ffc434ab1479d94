import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoFamilies } from './families/demo/index.ts';
import { categories } from './families/family.ts';
import { trainingFamilies } from './families/training/index.ts';
import { familyLists } from './family-lists.ts';

const here = import.meta.dirname;
const recipe = resolve(here, '../../../models/starter/recipe');
const trainingData = join(recipe, 'training-data.json');

/** Every string in a JSON value, and every number with it. */
function leaves(value: unknown): (string | number)[] {
  if (typeof value === 'string' || typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(leaves);
}

/** All files that an entry reaches by relative imports, itself included. */
function reached(entry: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const [, target] of readFileSync(entry, 'utf8').matchAll(
    /(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g,
  )) {
    reached(resolve(dirname(entry), target!), seen);
  }
  return seen;
}

describe('familyLists', () => {
  it('has no name on both sides', () => {
    const short = (id: string): string => id.replace(/^(training|demo)\//, '');
    const demo = new Set(familyLists.demo.map(short));
    expect(familyLists.training.filter((id) => demo.has(short(id)))).toEqual([]);
    expect(new Set(familyLists.training).size).toBe(familyLists.training.length);
    expect(new Set(familyLists.demo).size).toBe(familyLists.demo.length);
  });

  it('shares no constructor', () => {
    const drawn = new Set(demoFamilies.map((family) => String(family.draw)));
    expect(trainingFamilies.filter((family) => drawn.has(String(family.draw)))).toEqual([]);
  });

  it('keeps the seeds apart', () => {
    const { trainingSeeds, demoSeeds } = familyLists;
    expect(trainingSeeds.last < demoSeeds.first || demoSeeds.last < trainingSeeds.first).toBe(true);
  });

  it.each(categories)('has enough families of %s', (category) => {
    expect(trainingFamilies.filter((family) => family.category === category).length).toBeGreaterThanOrEqual(
      5,
    );
    expect(demoFamilies.filter((family) => family.category === category).length).toBeGreaterThanOrEqual(3);
  });

  it('is not reached by training code', () => {
    const entries = readdirSync(join(here, 'training')).map((name) => join(here, 'training', name));
    const files = entries.flatMap((entry) => [...reached(entry)]);
    expect(files.length).toBeGreaterThan(10);
    expect(
      files.filter((file) => /families[\\/]demo|[\\/]scenes[\\/]|[\\/]products[\\/]/.test(file)),
    ).toEqual([]);
  });

  it('is not named by the recipe', () => {
    const scripts = readdirSync(recipe, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(py|ts|js|mjs|sh)$/.test(name),
    );
    expect(
      scripts.filter((name) => /families[\\/]demo/.test(readFileSync(join(recipe, name), 'utf8'))),
    ).toEqual([]);
  });

  it('is disjoint from what the recipe says it trained on', () => {
    const { demo, demoScenes, demoSeeds } = familyLists;
    const used = leaves(JSON.parse(readFileSync(trainingData, 'utf8')));
    const forbidden = new Set<string | number>([...demo, ...demoScenes]);
    expect(used.filter((leaf) => forbidden.has(leaf) || String(leaf).startsWith('demo/'))).toEqual([]);
    const data = JSON.parse(readFileSync(trainingData, 'utf8')) as { seeds?: unknown };
    const seeds = leaves(data.seeds).filter((leaf) => typeof leaf === 'number');
    expect(seeds.filter((seed) => seed >= demoSeeds.first && seed <= demoSeeds.last)).toEqual([]);
  });
});
