import { checkKeys, checkNumber, checkOneOf, checkString, invalidOption } from '@imgsearch/core';
import type { ModelProfile, ProfiledModel } from './model-profile.ts';
import { PRECISIONS } from './parse-model-file.ts';

/**
 * Takes a profile from JSON, as `imgsearch models bench` wrote it, and checks what the factories read of it.
 * @param name how messages call it: the option it came through, or its file
 * @returns the same object, now typed
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const profile = parseProfile(JSON.parse(await readFile('profile.json', 'utf8')), 'profile.json');
 */
export function parseProfile(value: unknown, name = 'profile'): ModelProfile {
  if (typeof value !== 'object' || value === null) throw invalidOption(name, 'a model profile', value);
  checkKeys(name, value, ['format', 'date', 'machine', 'pictures', 'models']);
  const { format, models } = value as Record<string, unknown>;
  if (format !== 'imgsearch-profile-1')
    throw invalidOption(
      `${name}.format`,
      '"imgsearch-profile-1"',
      format,
      'Make a profile with: imgsearch models bench PHOTOS',
    );
  if (typeof models !== 'object' || models === null)
    throw invalidOption(`${name}.models`, 'an object', models);
  for (const [id, model] of Object.entries(models))
    parseModel(`${name}.models[${JSON.stringify(id)}]`, model);
  return value as ModelProfile;
}

function parseModel(name: string, value: unknown): void {
  checkKeys(name, value ?? null, ['precision', 'batchSize', 'sameSpaceAs', 'measured']);
  const { precision, batchSize, sameSpaceAs = [] } = value as Partial<ProfiledModel>;
  checkOneOf(`${name}.precision`, precision, PRECISIONS);
  checkNumber(`${name}.batchSize`, batchSize, { min: 1, max: 1024, integer: true });
  if (!Array.isArray(sameSpaceAs)) throw invalidOption(`${name}.sameSpaceAs`, 'an array', sameSpaceAs);
  for (const [at, twin] of sameSpaceAs.entries()) {
    checkKeys(`${name}.sameSpaceAs[${at}]`, twin, ['fingerprint', 'cosine']);
    checkString(`${name}.sameSpaceAs[${at}].fingerprint`, twin?.fingerprint);
    checkNumber(`${name}.sameSpaceAs[${at}].cosine`, twin?.cosine, { min: -1, max: 1 });
  }
}
