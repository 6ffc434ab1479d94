import type { Calibration } from '@imgsearch/core';
import { modeNames } from '../progress.ts';
import { percent } from './numbers.ts';

/** What `imgsearch eval --calibration` says about what it wrote. */
export function calibrationText(
  { threshold, figures }: Calibration,
  file: string,
  mode: keyof typeof modeNames,
): string {
  const { queries, right, expectedCalibrationError, brierScore, confident } = figures;
  const constant = right * (1 - right);
  return `
Calibration of ${queries} queries, background ${modeNames[mode]}, in ${file}. On queries that it had not seen: calibration error ${percent(expectedCalibrationError)} points, Brier score ${brierScore.toFixed(3)} (a constant has ${constant.toFixed(3)}). From ${threshold} on ${percent(confident)} % of the answers are confident, ${percent(figures.rightWhenConfident)} % of them right: ${percent(figures.wrongAvoided)} % of the wrong ones are not called confident, for ${percent(figures.rightLost)} % of the right ones.
`;
}
