import type {
  BackgroundReport,
  CategoryReport,
  ImageSource,
  Match,
  SearchRequest,
  SearchResult,
} from '@imgsearch/core';
import { toProblem } from '../answer/to-problem.ts';
import { MAX_PHOTOS } from '../request/upload.ts';
import type { MatchAnswer, SearchAnswer, UnreadPhoto } from '../schemas/answer-schemas.ts';
import type { SimilarParameters } from '../schemas/request-schemas.ts';
import { answerPhoto } from './answer-photo.ts';
import type { Route, RouteContext } from './route.ts';

/** `POST /search`. */
export function searchRoute(context: RouteContext): Route {
  return answerPhoto(context, {
    name: 'search',
    parameters: context.schemas.search,
    json: context.schemas.searchJson,
    maxPhotos: MAX_PHOTOS,
    ask: (pipeline, images, parameters, call) =>
      pipeline.search(toRequest({ ...toPhotos(images), ...parameters }), call),
    show: showSearch,
  });
}

const toPhotos = (images: readonly ImageSource[]): object =>
  images.length > 1 ? { images } : images.length === 1 ? { image: images[0] } : {};

/** Parameters as the pipeline takes them. It checks the filter against its fields, and that one thing is asked. */
export function toRequest({
  lessLike,
  diversity,
  ...parameters
}: SimilarParameters & { readonly [name: string]: unknown }): SearchRequest {
  return {
    ...parameters,
    ...(lessLike && { lessLike: { examples: lessLike.map((productId) => ({ productId })) } }),
    ...(diversity !== undefined && { diversity: { lambda: diversity } }),
  } as unknown as SearchRequest;
}

/** What is told of a search: fingerprint and warnings are the host's. */
export function showSearch({ matches, query, confidence, next, timings }: SearchResult): SearchAnswer {
  const unread = (query.photos ?? []).flatMap((report, photo): UnreadPhoto[] => {
    if (!('error' in report)) return [];
    const { code, detail } = toProblem(report.error);
    return [{ photo, code, detail }];
  });
  return {
    matches: matches.map(showMatch),
    ...(confidence && {
      confidence: { probability: confidence.probability, confident: confidence.confident },
    }),
    ...(unread.length > 0 && { unread }),
    ...(next !== undefined && { next }),
    query: { category: showCategory(query.category), background: showBackground(query.background) },
    timings,
  };
}

const showMatch = (match: Match): MatchAnswer => ({
  productId: match.productId,
  imageId: match.imageId,
  similarity: match.similarity,
  category: match.category,
  metadata: match.metadata as Record<string, unknown>,
  reach: match.reach,
});

export const showCategory = ({ id, confidence, alternatives, source }: CategoryReport): CategoryReport => ({
  id,
  confidence,
  alternatives,
  source,
});

export const showBackground = ({ removed, mode, reason, coverage }: BackgroundReport): BackgroundReport => ({
  removed,
  mode,
  reason,
  coverage,
});
