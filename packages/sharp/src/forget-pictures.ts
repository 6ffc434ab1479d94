import type { Sharp } from './load-sharp.ts';

/**
 * Empties libvips' cache of operations, which keeps whole pictures alive behind the latest hundred of them, uncounted: six
 * progressive JPEGs of 50 megapixels were 2.3 GB. What the host set of the cache is as before.
 */
export function forgetPictures(sharp: Sharp): void {
  const { memory, files, items } = sharp.cache();
  sharp.cache(false);
  sharp.cache({ memory: memory.max, files: files.max, items: items.max });
}
