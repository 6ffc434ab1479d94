import { checkNumber, checkString, invalidOption } from '../options/check.ts';
import type { Embedder } from '../spec/embedder.ts';

/** @throws ImageSearchError INVALID_OPTIONS for what says neither who it is nor how long its vectors are */
export function checkEmbedder<T extends Pick<Embedder, 'info'>>(embedder: T): T {
  const info = embedder?.info;
  if (typeof info !== 'object' || info === null)
    throw invalidOption('embedder', "the pipeline's embedder", embedder);
  checkString('embedder.info.fingerprint', info.fingerprint);
  checkNumber('embedder.info.dimensions', info.dimensions, { min: 1, integer: true });
  return embedder;
}
