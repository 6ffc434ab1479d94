/** Vectors of one length in one growing block, addressed by row. Rows stay dense: a removed one is filled by the last. */
export interface VectorBlock {
  readonly rows: number;
  /** Copies the vector into a new last row, or over the given one. */
  write(vector: Float32Array, row?: number): void;
  /** A copy of the vector. */
  read(row: number): Float32Array;
  /** Frees a row by moving the last one into it. */
  remove(row: number): void;
  /** Calls back with each row's cosine to the vector, -1 to 1. */
  cosines(vector: Float32Array, visit: (row: number, similarity: number) => void): void;
}

const lengthOf = (vector: Float32Array): number => {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
};

export function createVectorBlock(dimensions: number): VectorBlock {
  let block = new Float32Array(64 * dimensions);
  /** One over each vector's length, because "unit length" has a tolerance and a cosine has none. */
  let scales = new Float64Array(64);
  let rows = 0;

  const grow = (): void => {
    const [wider, longer] = [new Float32Array(block.length * 2), new Float64Array(scales.length * 2)];
    wider.set(block);
    longer.set(scales);
    block = wider;
    scales = longer;
  };

  return {
    get rows() {
      return rows;
    },
    write(vector, row = rows) {
      if (row === scales.length) grow();
      if (row === rows) rows++;
      block.set(vector, row * dimensions);
      scales[row] = 1 / lengthOf(vector);
    },
    read: (row) => block.slice(row * dimensions, (row + 1) * dimensions),
    remove(row) {
      rows--;
      block.copyWithin(row * dimensions, rows * dimensions, (rows + 1) * dimensions);
      scales[row] = scales[rows]!;
    },
    cosines(vector, visit) {
      const scale = 1 / lengthOf(vector);
      const even = dimensions - (dimensions % 4);
      for (let row = 0, at = 0; row < rows; row++) {
        // Four sums at once: additions need not wait for each other.
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        let i = 0;
        for (; i < even; i += 4, at += 4) {
          a += vector[i]! * block[at]!;
          b += vector[i + 1]! * block[at + 1]!;
          c += vector[i + 2]! * block[at + 2]!;
          d += vector[i + 3]! * block[at + 3]!;
        }
        for (; i < dimensions; i++, at++) a += vector[i]! * block[at]!;
        const cosine = (a + b + c + d) * scale * scales[row]!;
        visit(row, Math.min(1, Math.max(-1, cosine)));
      }
    },
  };
}
