import type { StoreCase } from '../store-case.ts';
import { bulkLoadCases } from './bulk-load-cases.ts';
import { concurrencyCases } from './concurrency-cases.ts';
import { deleteCases } from './delete-cases.ts';
import { faultCases } from './fault-cases.ts';
import { filterCases } from './filter-cases.ts';
import { filterPropertyCases } from './filter-property-cases.ts';
import { groupCases } from './group-cases.ts';
import { hostileCases } from './hostile-cases.ts';
import { hybridCases } from './hybrid-cases.ts';
import { metadataCases } from './metadata-cases.ts';
import { numberCases } from './number-cases.ts';
import { openCases } from './open-cases.ts';
import { persistenceCases } from './persistence-cases.ts';
import { processCases } from './process-cases.ts';
import { scanCases } from './scan-cases.ts';
import { searchCases } from './search-cases.ts';
import { updateCases } from './update-cases.ts';
import { upsertCases } from './upsert-cases.ts';
import { versionCases } from './version-cases.ts';

/** Every case of the store contract, in the order in which they run. */
export const storeCases: readonly StoreCase[] = [
  ...openCases,
  ...upsertCases,
  ...deleteCases,
  ...metadataCases,
  ...hostileCases,
  ...searchCases,
  ...groupCases,
  ...filterCases,
  ...filterPropertyCases,
  ...numberCases,
  ...updateCases,
  ...scanCases,
  ...faultCases,
  ...concurrencyCases,
  ...persistenceCases,
  ...processCases,
  ...bulkLoadCases,
  ...hybridCases,
  ...versionCases,
];
