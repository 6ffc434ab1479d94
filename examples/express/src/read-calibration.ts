import { readFileSync } from 'node:fs';
import { type Calibration, ImageSearchError } from '@imgsearch/core';

/** @throws ImageSearchError INVALID_OPTIONS; what the file holds is checked by the pipeline */
export function readCalibration(file: string): Calibration {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ImageSearchError({
      code: 'INVALID_OPTIONS',
      message: `IMGSEARCH_CALIBRATION: ${file} cannot be read: ${(cause as Error).message}`,
      hint: 'Make one with: npx @imgsearch/cli eval DATA --calibration FILE',
      cause,
    });
  }
}
