import { ImageSearchError } from '../errors/image-search-error.ts';
import type { Fields } from '../spec/fields.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { StoreSchema } from '../spec/vector-store.ts';

const pairsOf = (text: string): Map<string, string> =>
  new Map(
    text.split(';').map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? ['fingerprint', pair] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

/** Parts of two fingerprint texts (`name=value;...`) that differ, in words. */
function differences(stored: string, wanted: string): string {
  const [theirs, ours] = [pairsOf(stored), pairsOf(wanted)];
  return [...new Set([...theirs.keys(), ...ours.keys()])]
    .filter((name) => theirs.get(name) !== ours.get(name))
    .map((name) => `${name} was ${theirs.get(name) ?? '(none)'} and is now ${ours.get(name) ?? '(none)'}`)
    .join(', ');
}

function comparable(stored: Fingerprint, wanted: Fingerprint): boolean {
  return (
    stored.space === wanted.space ||
    wanted.sameSpaceAs?.includes(stored.space) === true ||
    stored.sameSpaceAs?.includes(wanted.space) === true
  );
}

function mismatch(store: string, what: string, hint: string): ImageSearchError {
  return new ImageSearchError({ code: 'STORE_MISMATCH', message: `Store "${store}": ${what}.`, hint });
}

/**
 * Compares what a store holds with what a pipeline asks for, for every store's `open`.
 * @param store name for messages
 * @returns all fields, old and new, and warnings where the category or settings part of the fingerprint differs
 * @throws ImageSearchError STORE_MISMATCH naming what differs: dimensions, vector space, or a field's type
 */
export function checkSchema(
  store: string,
  stored: StoreSchema,
  wanted: StoreSchema,
): { readonly fields: Fields; readonly warnings: string[] } {
  if (stored.dimensions !== wanted.dimensions)
    throw mismatch(
      store,
      `its vectors have ${stored.dimensions} numbers, but the embedder makes ${wanted.dimensions}`,
      'Use the embedder that filled it, or index into a new store.',
    );
  const [old, now] = [stored.fingerprint, wanted.fingerprint];
  if (!comparable(old, now))
    throw mismatch(
      store,
      `its vectors do not compare with this pipeline's: ${differences(old.space, now.space)}`,
      'Use the model and settings that filled it, or index into a new store.',
    );
  for (const [name, type] of Object.entries(wanted.fields)) {
    const before = Object.hasOwn(stored.fields, name) ? stored.fields[name] : type;
    if (before !== type)
      throw mismatch(
        store,
        `field "${name}" was declared as ${before} and is now ${type}`,
        'Declare it as before, or give the new type a new name.',
      );
  }
  const warnings: string[] = [];
  if (old.category !== now.category)
    warnings.push(
      `Store "${store}" was categorised otherwise: ${differences(old.category, now.category)}. Its vectors stay good; index again to renew the categories.`,
    );
  if (old.settings !== now.settings)
    warnings.push(
      `Store "${store}" was filled with other settings: ${differences(old.settings, now.settings)}. Similarities may differ a little.`,
    );
  return { fields: { ...stored.fields, ...wanted.fields }, warnings };
}
