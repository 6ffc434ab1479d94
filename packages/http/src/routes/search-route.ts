import type { BackgroundReport, CategoryReport, Match, SearchRequest, SearchResult } from '@imgsearch/core';
import type { MatchAnswer, SearchAnswer } from '../schemas/answer-schemas.ts';
import { answerPhoto } from './answer-photo.ts';
import type { Route, RouteContext } from './route.ts';

/** `POST /search`. */
export function searchRoute(context: RouteContext): Route {
  return answerPhoto(context, {
    name: 'search',
    parameters: context.schemas.search,
    json: context.schemas.searchJson,
    // The pipeline checks the filter against its fields.
    ask: (pipeline, image, parameters, call) =>
      pipeline.search({ ...(image !== undefined && { image }), ...parameters } as SearchRequest, call),
    show: showSearch,
  });
}

/** What is told of a search: fingerprint and warnings are the host's. */
export function showSearch({ matches, query, timings }: SearchResult): SearchAnswer {
  return {
    matches: matches.map(showMatch),
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
