import { checkString, invalidOption } from '@imgsearch/core';

/** Names of licences that forbid commercial use: Creative Commons NC, "research only", Apple's AMLR, BRIA's RMBG. */
const NON_COMMERCIAL = /(^|[^a-z])nc([^a-z]|$)|non-?\s?commercial|research|amlr|rmbg/i;

/**
 * Holds `commercialUse` against the licence's name, so that nothing for research alone is passed on as free to use.
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function parseLicence(name: string, manifest: Readonly<Record<string, unknown>>): void {
  const licence = checkString(`${name}.licence`, manifest.licence);
  const { commercialUse } = manifest;
  if (commercialUse !== undefined && typeof commercialUse !== 'boolean')
    throw invalidOption(`${name}.commercialUse`, 'true or false', commercialUse);
  if (NON_COMMERCIAL.test(licence) && commercialUse !== false)
    throw invalidOption(
      `${name}.commercialUse`,
      `false for the licence ${JSON.stringify(licence)}`,
      commercialUse,
      'This licence forbids commercial use, and the manifest must say so.',
    );
}
