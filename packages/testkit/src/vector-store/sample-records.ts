import type { Fields, Fingerprint, JsonValue, StoreSchema, VectorRecord } from '@imgsearch/core';

/** Every type of field, once. */
export const SAMPLE_FIELDS: Fields = {
  brand: 'keyword',
  tags: 'keyword[]',
  price: 'number',
  sizes: 'number[]',
  addedAt: 'date',
  onSale: 'boolean',
};

export const SAMPLE_FINGERPRINT: Fingerprint = {
  space: 'embedder=sample;workingSize=512',
  category: 'classifier=sample',
  settings: 'feather=1',
};

/** A schema like that of most cases: 8 dimensions, every type of field. */
export function sampleSchema(more: Partial<StoreSchema> = {}): StoreSchema {
  return { dimensions: 8, fingerprint: SAMPLE_FINGERPRINT, fields: SAMPLE_FIELDS, ...more };
}

/** Numbers from 0 up to 1 (mulberry32); the same sequence for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The vector scaled to unit length. */
export function unit(values: ArrayLike<number>): Float32Array {
  const numbers = Array.from(values);
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => value / length);
}

/** Unit vector along one axis. */
export function axis(at: number, dimensions = 8): Float32Array {
  const vector = new Float32Array(dimensions);
  vector[at] = 1;
  return vector;
}

/** A direction drawn evenly from the sphere. */
export function randomVector(random: () => number, dimensions = 8): Float32Array {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return unit(Array.from({ length: dimensions }, normal));
}

/** Members of a record that a case cares about; the rest is filled in. */
export type SampleMembers = Partial<Omit<VectorRecord, 'metadata'>> & {
  readonly dimensions?: number | undefined;
  readonly metadata?: { readonly [name: string]: JsonValue | undefined } | undefined;
};

/** A record whose vector, unless given, follows from its id. */
export function sampleRecord(
  id: string,
  { dimensions = 8, metadata = {}, ...more }: SampleMembers = {},
): VectorRecord {
  let seed = 7;
  for (const character of id) seed = (Math.imul(seed, 31) + character.codePointAt(0)!) | 0;
  return {
    id,
    productId: `product-${id.slice(0, 100)}`,
    imageId: '0',
    vector: more.vector ?? randomVector(createRandom(seed), dimensions),
    category: 'top',
    contentHash: 'a'.repeat(64),
    ...more,
    metadata: metadata as VectorRecord['metadata'],
  };
}
