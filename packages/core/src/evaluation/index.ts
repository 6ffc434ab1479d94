export { bootstrapMean, type Resampling } from '../statistics/bootstrap.ts';
export { expectedCalibrationError, type Prediction, reliabilityBins } from './calibration.ts';
export { compareRuns, type QueryMetric, queryMetrics } from './compare-runs.ts';
export { type EvaluateOptions, type EvaluationProgress, evaluate } from './evaluate.ts';
export type * from './evaluation.ts';
export { type CalibrationOptions, fitCalibration } from './fit-calibration.ts';
export type { LabelledImage } from './labelled-image.ts';
export { averagePrecisionAt, recallAt } from './ranking-metrics.ts';
export { type SummaryOptions, summariseRun } from './summarise-run.ts';
