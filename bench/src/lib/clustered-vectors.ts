/** Numbers from 0 up to 1 (mulberry32), the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface ClusteredVectors {
  /** Row by row. */
  readonly vectors: Float32Array;
  /** Group of each row: what a category or a brand would be, 0 to `groups - 1`. */
  readonly group: Uint32Array;
  readonly queries: Float32Array[];
}

/**
 * Unit vectors as embedders make them of a catalogue: groups of products, products near each other inside a group,
 * a few pictures of each product, and a spectrum that falls off like 1/sqrt(rank), so that most of the variance lies
 * in a part of the dimensions. A query is a further picture of a product that is there.
 */
export function clusteredVectors(options: {
  readonly rows: number;
  readonly dimensions: number;
  readonly groups: number;
  readonly queries: number;
  readonly seed: number;
}): ClusteredVectors {
  const { rows, dimensions, groups, seed } = options;
  const random = seeded(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const scale = Float64Array.from({ length: dimensions }, (_, at) => 1 / Math.sqrt(at + 1));
  const around = (centre: Float64Array | undefined, spread: number): Float64Array =>
    Float64Array.from(scale, (each, at) => (centre?.[at] ?? 0) + spread * each * normal());
  const unit = (vector: Float64Array): Float32Array => {
    const length = Math.hypot(...vector);
    return Float32Array.from(vector, (value) => value / length);
  };
  const centres = Array.from({ length: groups }, () => around(undefined, 1));
  const products = Array.from({ length: Math.ceil(rows / 4) }, () => {
    const group = Math.floor(random() * groups);
    return { group, centre: around(centres[group], 0.8) };
  });
  const picture = (at: number): Float32Array => unit(around(products[at]!.centre, 0.4));
  const vectors = new Float32Array(rows * dimensions);
  const group = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const product = Math.floor(random() * products.length);
    vectors.set(picture(product), row * dimensions);
    group[row] = products[product]!.group;
  }
  const queries = Array.from({ length: options.queries }, () =>
    picture(Math.floor(random() * products.length)),
  );
  return { vectors, group, queries };
}
