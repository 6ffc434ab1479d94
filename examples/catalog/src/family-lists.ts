import { demoFamilies } from './families/demo/index.ts';
import { trainingFamilies } from './families/training/index.ts';
import { demoSeeds } from './products/demo-seeds.ts';
import { demoScenes } from './scenes/index.ts';
import { trainingSeeds } from './training/training-seeds.ts';

export interface SeedRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/** What the training set and the demo are made of: a test holds them apart. */
export const familyLists: {
  readonly training: readonly string[];
  readonly demo: readonly string[];
  readonly trainingSeeds: SeedRange;
  readonly demoSeeds: SeedRange;
  readonly demoScenes: readonly string[];
} = {
  training: trainingFamilies.map(({ id }) => id),
  demo: demoFamilies.map(({ id }) => id),
  trainingSeeds,
  demoSeeds,
  demoScenes: demoScenes.map(({ id }) => id),
};
