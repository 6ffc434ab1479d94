import type { Calibration } from '@imgsearch/core';
import type { EvaluationRun } from '@imgsearch/core/evaluation';
import { modeNames } from '../progress.ts';
import { percent } from './numbers.ts';

/** What `imgsearch eval --calibration` says about what it wrote. */
export function calibrationText(
  { threshold, figures }: Calibration,
  file: string,
  { mode, strangers = [] }: Pick<EvaluationRun, 'mode' | 'strangers'>,
): string {
  const { queries, right, expectedCalibrationError, brierScore, confident } = figures;
  const constant = right * (1 - right);
  const asked =
    strangers.length > 0
      ? `${queries} queries, ${strangers.length} of them for what the catalogue does not have`
      : `${queries} queries`;
  // Whoever only ever asks for what is there learns little of what is not.
  const advice =
    strangers.length > 0
      ? ''
      : ' Each of them asks for something that the catalogue has: add queries for what it does not have, for these are what it should recognise.';
  return `
Calibration of ${asked}, background ${modeNames[mode]}, in ${file}. On queries that it had not seen: calibration error ${percent(expectedCalibrationError)} points, Brier score ${brierScore.toFixed(3)} (a constant has ${constant.toFixed(3)}). From ${threshold} on ${percent(confident)} % of the answers are confident, ${percent(figures.rightWhenConfident)} % of them right: ${percent(figures.wrongAvoided)} % of the wrong ones are not called confident, for ${percent(figures.rightLost)} % of the right ones.${advice}
`;
}
