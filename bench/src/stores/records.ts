import type { FilterNode, StoreSchema, VectorRecord } from '@imgsearch/core';
import { seeded } from '../lib/seeded.ts';
import { cosines } from './brute-force.ts';
import { DIMENSIONS } from './photo-embeddings.ts';

/** Of each column there are a hundred values, about as frequent. */
const VALUES = 100;
/** Rows that say where a hundredth ends. */
const SAMPLE = 10_000;

export const schema: StoreSchema = {
  dimensions: DIMENSIONS,
  fingerprint: { space: 'bench', category: 'bench', settings: 'bench' },
  fields: { dice: 'number', near: 'number' },
};

export interface Catalogue {
  readonly vectors: Float32Array;
  readonly rows: number;
  /** Thrown for each row: it has nothing to do with the vector. */
  readonly dice: Uint8Array;
  /** In which hundredth a row comes by its cosine with the first: the nearest are 0. */
  readonly near: Uint8Array;
}

export interface Cell {
  readonly filter: FilterNode | undefined;
  passes(catalogue: Catalogue, row: number): boolean;
}

const below = (field: 'dice' | 'near', lt: number): Cell => ({
  filter: { op: 'range', field, lt },
  passes: (catalogue, row) => catalogue[field][row]! < lt,
});

/** What is searched. Queries come from everywhere, so that the nearest of a correlated cell are far from most. */
export const cells: Readonly<Record<string, Cell>> = {
  'no-filter': { filter: undefined, passes: () => true },
  '10%': below('dice', 10),
  '1%': below('dice', 1),
  '10%-correlated': below('near', 10),
  '1%-correlated': below('near', 1),
};

export function catalogueOf(vectors: Float32Array, seed: number): Catalogue {
  const rows = vectors.length / DIMENSIONS;
  const random = seeded(seed);
  const dice = Uint8Array.from({ length: rows }, () => Math.floor(random() * VALUES));
  const cosine = cosines(vectors, vectors.subarray(0, DIMENSIONS));
  const sample = cosine.slice(0, SAMPLE).sort().reverse();
  const bounds = Array.from(
    { length: VALUES - 1 },
    (_, at) => sample[Math.floor(((at + 1) * sample.length) / VALUES)]!,
  );
  const near = Uint8Array.from(cosine, (value) => bounds.findLastIndex((bound) => value < bound) + 1);
  return { vectors, rows, dice, near };
}

export const rowOf = (id: string): number => Number(id.slice(1));

export function recordOf({ vectors, dice, near }: Catalogue, row: number): VectorRecord {
  return {
    id: `p${row}`,
    productId: `p${row >> 2}`,
    imageId: String(row & 3),
    vector: vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS),
    category: 'top',
    contentHash: '0'.repeat(64),
    metadata: { dice: dice[row]!, near: near[row]!, name: `Product ${row >> 2}` },
  };
}
