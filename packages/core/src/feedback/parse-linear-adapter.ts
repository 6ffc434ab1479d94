import { ImageSearchError } from '../errors/image-search-error.ts';
import { isPlainObject } from '../options/is-plain-object.ts';
import type { LinearAdapter } from './linear-adapter.ts';

/** Whether what came out of a file is an adapter. @throws ImageSearchError MODEL_CORRUPT, saying what is wrong */
export function parseLinearAdapter(value: unknown): LinearAdapter {
  if (!isPlainObject(value) || value.format !== 'imgsearch-linear-adapter')
    throw corrupt('it has no format "imgsearch-linear-adapter"');
  if (value.version !== 1) throw corrupt(`its version is ${JSON.stringify(value.version)}, not 1`);
  if (typeof value.embedder !== 'string' || value.embedder === '') throw corrupt('"embedder" is no text');
  const { matrix } = value;
  const size = Array.isArray(matrix) ? matrix.length : 0;
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === size && row.every(Number.isFinite);
  if (size === 0 || !(matrix as unknown[]).every(isRow)) throw corrupt('"matrix" is no square of numbers');
  return value as unknown as LinearAdapter;
}

const corrupt = (what: string): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_CORRUPT',
    message: `This is no saved adapter: ${what}.`,
    hint: 'Save what `fitAdapter` gave with JSON.stringify, and read it with JSON.parse.',
  });
