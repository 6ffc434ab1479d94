import type { Family } from '../family.ts';
import { accessories } from './accessories.ts';
import { beauty } from './beauty.ts';
import { beds } from './beds.ts';
import { bottoms } from './bottoms.ts';
import { chairs } from './chairs.ts';
import { earphones } from './earphones.ts';
import { laptops } from './laptops.ts';
import { outers } from './outers.ts';
import { shoes } from './shoes.ts';
import { smartphones } from './smartphones.ts';
import { sports } from './sports.ts';
import { tables } from './tables.ts';
import { tops } from './tops.ts';

export const trainingFamilies: readonly Family[] = [
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
