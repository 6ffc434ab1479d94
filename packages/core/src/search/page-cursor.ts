import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { ImageSearchError } from '../errors/image-search-error.ts';

/** A question, so that a cursor is not taken to another one. */
export interface CursorQuery {
  readonly vector: Float32Array;
  /** Everything else that decides what is found; compared as JSON. */
  readonly terms: unknown;
}

/** Products after which there is no next page: a cursor holds six bytes each. */
export const MAX_PAGED = 1000;

const VERSION = 1;
const TERMS = 8;
const SKETCH = 16;
const HEAD = 1 + TERMS + SKETCH;
const ID = 6;
/** Levels by which a vector of the same photo may differ: batches of other sizes round otherwise. */
const TOLERANCE = 2;

/**
 * A cursor is what was shown, as 48-bit hashes: the next page is the best of the rest. Whatever happens to the store
 * meanwhile, and however approximate its search is, nothing comes twice; in an exact store that nobody writes to, nothing
 * is left out either. It holds no secret and grants nothing.
 */
export function writeCursor(query: CursorQuery, seen: readonly string[], shown: readonly string[]): string {
  const bytes = new Uint8Array(HEAD + ID * (seen.length + shown.length));
  bytes[0] = VERSION;
  bytes.set(termsOf(query), 1);
  bytes.set(sketchOf(query.vector), 1 + TERMS);
  [...seen, ...shown.map(keyOf)].forEach((key, at) => {
    for (let i = 0; i < ID; i++) bytes[HEAD + at * ID + i] = key.charCodeAt(i);
  });
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/**
 * Keys of the products that the pages before have shown.
 * @throws ImageSearchError INVALID_OPTIONS for what is no cursor, or is another query's
 */
export function readCursor(cursor: string, query: CursorQuery): readonly string[] {
  const bytes = decode(cursor);
  const wellFormed = bytes[0] === VERSION && bytes.length >= HEAD && (bytes.length - HEAD) % ID === 0;
  if (!wellFormed) throw cursorError('It is not a cursor of this version.');
  const terms = termsOf(query);
  if (terms.some((byte, at) => byte !== bytes[1 + at]))
    throw cursorError('It belongs to a search with other options.');
  const sketch = sketchOf(query.vector);
  if (sketch.some((level, at) => Math.abs(level - bytes[1 + TERMS + at]!) > TOLERANCE))
    throw cursorError('It belongs to a search with another photo.');
  const keys: string[] = [];
  for (let at = HEAD; at < bytes.length; at += ID)
    keys.push(String.fromCharCode(...bytes.subarray(at, at + ID)));
  return keys;
}

/** A product as a cursor holds it. */
export const keyOf = (productId: string): string =>
  String.fromCharCode(...sha256(utf8ToBytes(productId)).subarray(0, ID));

const termsOf = ({ terms }: CursorQuery): Uint8Array =>
  sha256(utf8ToBytes(JSON.stringify(terms))).subarray(0, TERMS);

/** The vector, folded to a few coarse numbers that two photos hardly share. */
function sketchOf(vector: Float32Array): Uint8Array {
  const sums = new Float64Array(SKETCH);
  vector.forEach((value, at) => {
    sums[at % SKETCH]! += value;
  });
  return Uint8Array.from(sums, (sum) => Math.min(255, Math.max(0, Math.round(128 + 127 * sum))));
}

function decode(cursor: string): Uint8Array {
  try {
    const text = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (each) => each.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

const cursorError = (why: string): ImageSearchError =>
  new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `Option "cursor" does not fit this search. ${why}`,
    hint: 'Pass `next` of the page before beside the same request, or leave "cursor" out to begin anew.',
  });
