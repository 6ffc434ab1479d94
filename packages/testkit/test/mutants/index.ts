import { faultMutants, openMutants } from './fault-mutants.ts';
import { filterMutants, filterPlaceMutants } from './filter-mutants.ts';
import { concurrencyMutants, persistenceMutants } from './lasting-mutants.ts';
import { bulkLoadMutants, hybridMutants, versionMutants } from './member-mutants.ts';
import type { Mutant } from './mutant.ts';
import { metadataMutants, outcomeMutants, recordMutants } from './record-mutants.ts';
import { scanMutants, staleMutants } from './scan-mutants.ts';
import { groupMutants, numberMutants, searchMutants } from './search-mutants.ts';
import { updateMutants } from './update-mutants.ts';

/** Every broken store, each of which the kit must find out. */
export const storeMutants: readonly Mutant[] = [
  ...openMutants,
  ...outcomeMutants,
  ...recordMutants,
  ...metadataMutants,
  ...searchMutants,
  ...groupMutants,
  ...filterMutants,
  ...filterPlaceMutants,
  ...numberMutants,
  ...updateMutants,
  ...scanMutants,
  ...staleMutants,
  ...faultMutants,
  ...concurrencyMutants,
  ...persistenceMutants,
  ...bulkLoadMutants,
  ...hybridMutants,
  ...versionMutants,
];
