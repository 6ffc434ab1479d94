import type { ParityPicture } from './parity-picture.ts';

/** What `models/export/reference.py` writes: PyTorch's answers to pictures and texts. */
export interface Reference {
  readonly preset: string;
  readonly madeBy: string;
  readonly pictures: readonly (ParityPicture & { readonly output: Float32Array })[];
  /** Files under shared/data, by SHA-256; none of a twin. */
  readonly photos: readonly { readonly file: string; readonly sha256: string; readonly output: Float32Array }[];
  readonly texts?: readonly { readonly text: string; readonly output: Float32Array }[] | undefined;
}

/** @param json content of a reference.json */
export function readReference(json: string): Reference {
  return JSON.parse(json, (key, value) => {
    if (key !== 'output') return value;
    const bytes = Buffer.from(value, 'base64');
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  });
}

/** Of vectors of any length. */
export function cosine(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [dot, squares, otherSquares] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    dot += one[i]! * other[i]!;
    squares += one[i]! ** 2;
    otherSquares += other[i]! ** 2;
  }
  return dot / Math.sqrt(squares * otherSquares);
}

/**
 * The lowest cosine between answers and expected ones, and the lowest once the mean of the expected is taken from both:
 * answers of random weights lie close together, and there differences show.
 */
export function agreement(
  actual: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
): { readonly cosine: number; readonly centred: number } {
  const unit = (vector: ArrayLike<number>): Float64Array => {
    const length = Math.hypot(...Array.from(vector));
    return Float64Array.from(vector, (value) => value / length);
  };
  const [ours, theirs] = [actual.map(unit), expected.map(unit)];
  const mean = theirs[0]!.map((_, i) => theirs.reduce((sum, row) => sum + row[i]!, 0) / theirs.length);
  const centre = (vector: Float64Array): Float64Array => vector.map((value, i) => value - mean[i]!);
  return {
    cosine: Math.min(...ours.map((row, at) => cosine(row, theirs[at]!))),
    centred: Math.min(...ours.map((row, at) => cosine(centre(row), centre(theirs[at]!)))),
  };
}
