import type { VectorRecord } from '@imgsearch/core';
import { sampleRecord } from './sample-records.ts';

const metadata: Record<string, VectorRecord['metadata']> = {
  ant: {
    brand: 'Acme',
    price: 10,
    tags: ['red', 'cotton'],
    sizes: [1, 10],
    onSale: true,
    addedAt: '2026-01-31',
  },
  bee: {
    brand: 'acme',
    price: 20,
    tags: ['blue'],
    sizes: [5],
    onSale: false,
    addedAt: '2026-02-01T00:00:00.000Z',
  },
  cat: { brand: 'Acme ', price: 20.5, tags: ['Red'], sizes: [4, 6], addedAt: '2026-01-31T23:59:59.999Z' },
  // The same moment as the end of January in UTC, written in Seoul.
  dog: {
    brand: '',
    price: -5,
    tags: ['red', 'blue'],
    sizes: [],
    onSale: true,
    addedAt: '2026-02-01T09:00:00+09:00',
  },
  eel: {
    brand: 'Zeta',
    price: 0,
    tags: [],
    sizes: [7.5],
    onSale: false,
    addedAt: '2025-12-31T23:00:00-02:00',
  },
  // Empty arrays count as missing, and so does undefined.
  fox: { brand: undefined, tags: [], sizes: [] },
  gnu: {},
};

/** Seven records whose metadata tell the operators of filters apart. `gnu` and `fox` have no field at all. */
export const FILTER_RECORDS: readonly VectorRecord[] = Object.entries(metadata).map(([id, own], at) =>
  sampleRecord(id, {
    productId: `p${at % 3}`,
    imageId: String(at),
    category: at % 2 === 0 ? 'top' : 'other',
    metadata: own,
  }),
);
