import { ImageSearchError } from '../errors/image-search-error.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import { compareFingerprints } from './compare-fingerprints.ts';

/**
 * Whether a pipeline may work on the data that it found.
 * @returns warnings: other settings, another classifier, or a space that is comparable but not the same
 * @throws ImageSearchError STORE_MISMATCH where the vectors do not compare, with what differs
 */
export function checkFingerprint(here: Fingerprint, stored: Fingerprint, name: string): string[] {
  const { space, category, settings, differences } = compareFingerprints(here, stored);
  const list = (each: readonly string[]): string => each.join('; ');
  if (space === 'different')
    throw new ImageSearchError({
      code: 'STORE_MISMATCH',
      message: `The vectors in the store "${name}" do not compare with this pipeline's: ${list(differences.space)}.`,
      hint: 'Use the settings that the store was filled with, fill another store with these, or change the models of this one: createMigration of @imgsearch/core/migration.',
    });
  const warnings: string[] = [];
  if (space === 'comparable')
    warnings.push(`The store "${name}" was filled with a comparable model: ${list(differences.space)}.`);
  if (category === 'different')
    warnings.push(
      `The store "${name}" was classified otherwise (${list(differences.category)}): index again to have the categories of this pipeline; the vectors are good.`,
    );
  if (settings === 'different')
    warnings.push(`The store "${name}" was filled with other settings: ${list(differences.settings)}.`);
  return warnings;
}
