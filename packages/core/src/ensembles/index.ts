export type { AugmentOptions } from './check-augment.ts';
export { type AugmentedClassifierOptions, createAugmentedClassifier } from './create-augmented-classifier.ts';
export { type AugmentedEmbedderOptions, createAugmentedEmbedder } from './create-augmented-embedder.ts';
export { createEnsembleClassifier, type EnsembleClassifierOptions } from './create-ensemble-classifier.ts';
export {
  createEnsembleEmbedder,
  type EnsembleEmbedderOptions,
  type MemberPart,
  type MemberParts,
} from './create-ensemble-embedder.ts';
export { createMemberClassifier, type MemberClassifierOptions } from './create-member-classifier.ts';
