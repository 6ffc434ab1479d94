import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkMetadata } from '../filter/check-metadata.ts';
import type { StoreSchema, VectorRecord } from '../spec/vector-store.ts';

/** How far a vector's length may be from 1: half-precision arithmetic ends near 1e-3. */
const UNIT_TOLERANCE = 0.01;
const MAX_ID_BYTES = 512;
const encoder = new TextEncoder();

/** Also one of another realm, as Jest's sandbox makes them. */
const isFloat32Array = (value: unknown): value is Float32Array =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Float32Array]';

/** What is wrong with a vector, or undefined. Engines take NaN, zero and wrong lengths in silence. */
export function vectorProblem(vector: unknown, dimensions: number): string | undefined {
  if (!isFloat32Array(vector)) return 'it is not a Float32Array';
  if (vector.length !== dimensions) return `it has ${vector.length} numbers, not ${dimensions}`;
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (!Number.isFinite(sum)) return 'it holds a number that is not finite';
  const length = Math.sqrt(sum);
  return Math.abs(length - 1) > UNIT_TOLERANCE ? `its length is ${length}, not 1` : undefined;
}

function rejected(id: unknown, what: string, hint: string): ImageSearchError {
  return new ImageSearchError({
    code: 'STORE_REJECTED',
    message: `Record ${JSON.stringify(id)} was rejected: ${what}.`,
    hint,
  });
}

/**
 * Checks a record before it is written: id of at most 512 bytes, identifiers, unit vector, metadata of the
 * declared types.
 * @throws ImageSearchError STORE_REJECTED, or INVALID_OPTIONS for metadata
 */
export function checkRecord(record: VectorRecord, { dimensions, fields }: StoreSchema): void {
  const { id, vector } = record;
  for (const name of ['id', 'productId', 'imageId', 'category', 'contentHash'] as const)
    if (typeof record[name] !== 'string' || (record[name] === '' && name !== 'contentHash'))
      throw rejected(id, `its ${name} is not a string with content`, `Give every record a ${name}.`);
  // No string has more than three bytes a code unit.
  if (id.length * 3 > MAX_ID_BYTES && encoder.encode(id).length > MAX_ID_BYTES)
    throw rejected(id, `its id has more than ${MAX_ID_BYTES} bytes`, 'Use shorter product and image ids.');
  const problem = vectorProblem(vector, dimensions);
  if (problem !== undefined)
    throw rejected(
      id,
      `of its vector, ${problem}`,
      'Write vectors of this space only, scaled to unit length.',
    );
  checkMetadata(record.metadata, fields);
}
