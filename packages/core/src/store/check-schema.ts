import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkFingerprint } from '../fingerprint/check-fingerprint.ts';
import type { Fields } from '../spec/fields.ts';
import type { StoreSchema } from '../spec/vector-store.ts';

function mismatch(store: string, what: string, hint: string): ImageSearchError {
  return new ImageSearchError({ code: 'STORE_MISMATCH', message: `Store "${store}": ${what}.`, hint });
}

/**
 * Compares what a store holds with what a pipeline asks for, for every store's `open`. Where vectors compare but other
 * parts of the fingerprint differ, the pipeline that opened the store warns.
 * @param store name for messages
 * @returns all fields, old and new
 * @throws ImageSearchError STORE_MISMATCH naming what differs: dimensions, vector space, or a field's type
 */
export function checkSchema(store: string, stored: StoreSchema, wanted: StoreSchema): Fields {
  if (stored.dimensions !== wanted.dimensions)
    throw mismatch(
      store,
      `its vectors have ${stored.dimensions} numbers, but the embedder makes ${wanted.dimensions}`,
      'Use the embedder that filled it, or index into a new store.',
    );
  checkFingerprint(wanted.fingerprint, stored.fingerprint, store);
  for (const [name, type] of Object.entries(wanted.fields)) {
    const before = Object.hasOwn(stored.fields, name) ? stored.fields[name] : type;
    if (before !== type)
      throw mismatch(
        store,
        `field "${name}" was declared as ${before} and is now ${type}`,
        'Declare it as before, or give the new type a new name.',
      );
  }
  return { ...stored.fields, ...wanted.fields };
}
