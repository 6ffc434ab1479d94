import { ERROR_CODES, type ErrorCode } from '../errors/error-code.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { PhotoDescription } from '../spec/embedding-cache.ts';

/** What a picture turned into, or why it cannot be read. */
export type CacheEntry = PhotoDescription | ImageSearchError;

/** Of this layout; another one is not read. */
const LAYOUT = 1;
const FAILURE = 0;
const DESCRIPTION = 1;
const HEAD = 8;
/** How far from 1 the length of a vector may be before the bytes count as damaged. */
const TOLERANCE = 0.02;

/**
 * Layout: byte 0 the layout's number, byte 1 what it is, bytes 4 to 7 the vector's length; then the vector as 32-bit
 * floats and the rest as JSON. All little-endian. 512 dimensions make 2056 bytes and some 300 of JSON.
 */
export function encodeEntry(entry: CacheEntry): Uint8Array {
  if (entry instanceof ImageSearchError || ImageSearchError.isInstance(entry))
    return pack(FAILURE, [], { code: entry.code, message: entry.message, hint: entry.hint });
  const { vector, category, background } = entry;
  return pack(DESCRIPTION, vector, { category, background });
}

/**
 * A new entry each time, whose vector nobody else holds.
 * @returns undefined for bytes that are damaged or of another layout
 */
export function decodeEntry(bytes: Uint8Array): CacheEntry | undefined {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint8(0) !== LAYOUT) return undefined;
    const dimensions = view.getUint32(4, true);
    const end = HEAD + dimensions * 4;
    const rest = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(end)));
    if (view.getUint8(1) === FAILURE)
      return ERROR_CODES.includes(rest.code)
        ? new ImageSearchError({ ...rest, code: rest.code as ErrorCode })
        : undefined;
    const vector = Float32Array.from({ length: dimensions }, (_, at) => view.getFloat32(HEAD + at * 4, true));
    if (Math.abs(Math.hypot(...vector) - 1) > TOLERANCE || typeof rest.background?.removed !== 'boolean')
      return undefined;
    return { vector, background: rest.background, ...(rest.category && { category: rest.category }) };
  } catch {
    return undefined;
  }
}

function pack(kind: number, vector: ArrayLike<number>, rest: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(rest));
  const bytes = new Uint8Array(HEAD + vector.length * 4 + json.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, LAYOUT);
  view.setUint8(1, kind);
  view.setUint32(4, vector.length, true);
  for (let at = 0; at < vector.length; at++) view.setFloat32(HEAD + at * 4, vector[at] as number, true);
  bytes.set(json, HEAD + vector.length * 4);
  return bytes;
}
