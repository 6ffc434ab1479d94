import { expectSame, expectTrue } from '../../suite/expectations.ts';
import { filled, idsOf } from '../collect.ts';
import { axis, sampleRecord, unit } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'hybrid search';
const records = [
  sampleRecord('near', { vector: axis(0), metadata: { brand: 'granite', onSale: true } }),
  sampleRecord('middle', {
    vector: unit([1, 1, 0, 0, 0, 0, 0, 0]),
    metadata: { brand: 'velvet', onSale: true },
  }),
  sampleRecord('far', { vector: axis(1), metadata: { brand: 'granite', onSale: false } }),
];
const query = { vector: axis(0), limit: 10, text: 'velvet' };

export const hybridCases: readonly StoreCase[] = [
  {
    name: 'text and vector both count, as their weights say',
    group,
    needs: ['searchHybrid'],
    async run(kit) {
      const store = await filled(kit, records);
      const vector = await store.searchHybrid!({ ...query, fusion: { vectorWeight: 1 } });
      expectSame('all weight on the vector', vector[0]?.id, 'near');
      const text = await store.searchHybrid!({ ...query, fusion: { vectorWeight: 0 } });
      expectSame('all weight on the text', text[0]?.id, 'middle');
      const both = await store.searchHybrid!({ ...query, fusion: 'rrf' });
      const found = idsOf(both);
      expectTrue(
        'fused ranks hold what either finds',
        found.includes('near') && found.includes('middle'),
        found,
      );
      expectSame('each once', new Set(found).size, found.length);
    },
  },
  {
    name: 'hybrid search keeps filter and limit',
    group,
    needs: ['searchHybrid'],
    async run(kit) {
      const store = await filled(kit, records);
      const filter = { op: 'eq', field: 'onSale', value: false } as const;
      expectSame('filter', idsOf(await store.searchHybrid!({ ...query, filter })), ['far']);
      expectSame('limit', (await store.searchHybrid!({ ...query, limit: 1 })).length, 1);
    },
  },
];
