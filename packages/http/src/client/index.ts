export type {
  AnalyzeAnswer,
  HealthAnswer,
  MatchAnswer,
  SearchAnswer,
  UnreadPhoto,
} from '../schemas/answer-schemas.ts';
export {
  type ClientCall,
  type ClientPhoto,
  type ClientPhotos,
  createImageSearchClient,
  type ImageSearchClient,
  type ImageSearchClientOptions,
} from './create-image-search-client.ts';
