import { ImageSearchError } from '../errors/image-search-error.ts';
import { compareFingerprints } from '../fingerprint/compare-fingerprints.ts';
import { checkNumber, invalidOption } from '../options/check.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { Calibration } from '../spec/search.ts';

/** @throws ImageSearchError INVALID_OPTIONS, MODEL_MISMATCH where it was fitted in another space */
export function checkCalibration(value: Calibration | undefined, fingerprint: Fingerprint): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value?.format !== 'imgsearch-calibration-1')
    throw invalidOption(
      'calibration',
      'what `imgsearch eval --calibration FILE` wrote, parsed',
      value,
      'Read the file with JSON.parse(readFileSync(file)).',
    );
  for (const name of ['intercept', 'similarity', 'lead'] as const)
    checkNumber(`calibration.${name}`, value[name], { min: -1e6, max: 1e6 });
  checkNumber('calibration.threshold', value.threshold, { min: 0, max: 1 });
  const { space, differences } = compareFingerprints(fingerprint, { ...fingerprint, space: value.space });
  if (space === 'different')
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `The calibration was fitted in another space: ${differences.space.map((each) => each.replace(/in the store$/, 'in the calibration')).join('; ')}.`,
      hint: 'Fit it again: imgsearch eval DATA --calibration FILE.',
    });
}
