import type { Family } from '../family.ts';
import { accessories } from './accessories.ts';
import { beauty } from './beauty.ts';
import { bottoms } from './bottoms.ts';
import { earphones, laptops, smartphones } from './electronics.ts';
import { beds, chairs, tables } from './furniture.ts';
import { outers } from './outers.ts';
import { shoes } from './shoes.ts';
import { sports } from './sports.ts';
import { tops } from './tops.ts';

export const demoFamilies: readonly Family[] = [
  ...tops,
  ...bottoms,
  ...outers,
  ...shoes,
  ...smartphones,
  ...laptops,
  ...earphones,
  ...beds,
  ...chairs,
  ...tables,
  ...accessories,
  ...beauty,
  ...sports,
];
