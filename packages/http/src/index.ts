export { type ProblemCode, type RequestErrorCode, statusOf } from './answer/problem-code.ts';
export { type Problem, toProblem } from './answer/to-problem.ts';
export { createImageSearchHandler, type ImageSearchHandler } from './create-image-search-handler.ts';
export type { ImageSearchHandlerOptions } from './handler-options.ts';
export { toNodeHandler } from './node/to-node-handler.ts';
export type {
  AnalyzeAnswer,
  HealthAnswer,
  MatchAnswer,
  SearchAnswer,
  UnreadPhoto,
} from './schemas/answer-schemas.ts';
export type {
  AnalyzeParameters,
  JsonQuery,
  PhotoAddress,
  SearchParameters,
  SimilarParameters,
} from './schemas/request-schemas.ts';
