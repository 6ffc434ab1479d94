export type { TasteOptions } from '../taste/taste-bounds.ts';
export { type TasteVector, turnByTaste } from '../taste/turn-by-taste.ts';
export { type AdaptEmbedderOptions, adaptEmbedder } from './adapt-embedder.ts';
export { adaptVector } from './adapt-vector.ts';
export type { FeedbackInput } from './check-feedback-event.ts';
export { createMemoryFeedbackSink, type MemoryFeedbackSinkOptions } from './create-memory-feedback-sink.ts';
export { decidePromotion, type PromotionDecision } from './decide-promotion.ts';
export { type FitAdapterOptions, type FittedAdapter, fitAdapter } from './fit-adapter.ts';
export { forgetBefore, forgetUser } from './forget-feedback.ts';
export type { LinearAdapter } from './linear-adapter.ts';
export {
  type FeedbackQueries,
  type FeedbackQueriesOptions,
  type FeedbackQuery,
  readFeedbackQueries,
} from './read-feedback-queries.ts';
export { readProductVectors } from './read-product-vectors.ts';
export { type ReadTasteOptions, readTaste } from './read-taste.ts';
export { recordFeedback } from './record-feedback.ts';
export { type RefitClassifier, type RefitClassifierOptions, refitClassifier } from './refit-classifier.ts';
export { withTaste } from './with-taste.ts';
