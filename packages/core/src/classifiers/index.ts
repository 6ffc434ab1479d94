export { type CentroidClassifierOptions, createCentroidClassifier } from './create-centroid-classifier.ts';
export {
  createLinearClassifier,
  type LinearClassifier,
  type LinearClassifierOptions,
} from './create-linear-classifier.ts';
export { createZeroShotClassifier, type ZeroShotClassifierOptions } from './create-zero-shot-classifier.ts';
export {
  type EmbeddedExamples,
  type EmbedExamplesOptions,
  embedExamples,
  type LabelledPicture,
} from './embed-examples.ts';
export { fitLogisticClassifier, type LogisticClassifierOptions } from './fit-logistic-classifier.ts';
export type { LabelledVector } from './labelled-vector.ts';
export type { HeldOutFigures, LinearHead } from './linear-head.ts';
