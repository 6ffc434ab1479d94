import { count, createMemoryStore } from '@imgsearch/core';
import fc from 'fast-check';
import { checkProperty } from '../../suite/check-property.ts';
import { expectSame } from '../../suite/expectations.ts';
import { arbitraryFilter, arbitraryMetadata } from '../arbitrary-filter.ts';
import { byCodeUnit, collect, filled, found } from '../collect.ts';
import { axis, sampleRecord, sampleSchema } from '../sample-records.ts';
import type { StoreCase, StoreKit } from '../store-case.ts';

const group = 'filter';

/** The store under test and the memory store, with the same 60 random records. */
async function beside(kit: StoreKit) {
  const [metadata] = fc.sample(fc.array(arbitraryMetadata, { minLength: 60, maxLength: 60 }), {
    seed: kit.seed,
    numRuns: 1,
  });
  const records = metadata!.map((own, at) =>
    sampleRecord(`r${String(at).padStart(2, '0')}`, {
      productId: `p${at % 7}`,
      category: at % 3 === 0 ? 'other' : 'top',
      metadata: own,
    }),
  );
  const oracle = createMemoryStore();
  await oracle.open(sampleSchema());
  await oracle.upsert(records);
  return { store: await filled(kit, records), oracle };
}

export const filterPropertyCases: readonly StoreCase[] = [
  {
    name: 'any filter finds what it finds in the memory store',
    group,
    needs: [],
    async run(kit) {
      const { store, oracle } = await beside(kit);
      await checkProperty(kit, 'the same records', [arbitraryFilter], async (filter) => {
        const query = { vector: axis(0), filter };
        expectSame('search', await found(store, query), await found(oracle, query));
      });
    },
  },
  {
    name: 'count, deleteWhere and scan see filters as search does',
    group,
    needs: ['scan'],
    async run(kit) {
      const { store, oracle } = await beside(kit);
      await checkProperty(kit, 'the same records', [arbitraryFilter], async (filter) => {
        const scanned = (await collect(store.scan!({ filter }))).map(({ record }) => record.id);
        const wanted = await found(oracle, { vector: axis(0), filter });
        expectSame('scan', scanned.sort(byCodeUnit), wanted);
        const { value, exact } = await count(store, filter);
        if (exact) expectSame('count', value, wanted.length);
      });
    },
  },
  {
    name: 'a filter may name as many values as the limits say',
    group,
    needs: [],
    async run(kit) {
      const { store, oracle } = await beside(kit);
      const { maxFilterValues } = store.info.limits;
      const values = Array.from({ length: Math.min(maxFilterValues, 2000) }, (_, at) => `b${at}`);
      values[values.length - 1] = 'ab';
      const query = { vector: axis(0), filter: { op: 'in', field: 'brand', values } as const };
      expectSame('search', await found(store, query), await found(oracle, query));
    },
  },
];
