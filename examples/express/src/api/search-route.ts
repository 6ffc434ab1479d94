import { type AnalyzeResult, ImageSearchError, type SearchResult } from '@imgsearch/core';
import type { RequestHandler } from 'express';
import type { fields } from '../create-pipeline.ts';
import type { Demo } from '../demo.ts';
import { readSearchQuery } from './read-search-query.ts';

/** What the page gets: the search, and the pictures on the way to it as data URLs. */
export interface SearchAnswer extends Omit<SearchResult<typeof fields>, 'matches' | 'query'> {
  readonly matches: readonly (SearchResult<typeof fields>['matches'][number] & { readonly image: string })[];
  readonly query: Omit<SearchResult['query'], 'fingerprint'>;
  /** What the classifier says, also where the caller chose the category. */
  readonly recognised: AnalyzeResult['category'];
  readonly pictures: { readonly original: string; readonly mask?: string; readonly cutOut?: string };
}

const dataUrl = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

/** `POST /api/search` with a picture as its body. A service would call `search` alone; the page also shows the way. */
export function searchRoute(demo: Demo): RequestHandler {
  return async (request, response) => {
    const { pipeline } = demo;
    if (!pipeline || demo.progress.phase !== 'ready')
      throw new ImageSearchError({
        code: 'STORE_UNAVAILABLE',
        message: 'The products are still being indexed.',
        hint: 'Try again when the page says that it is ready.',
      });
    const options = readSearchQuery(request.query);
    const image: unknown = request.body;
    if (!(image instanceof Uint8Array))
      throw new ImageSearchError({
        code: 'UNSUPPORTED_FORMAT',
        message: `This is no picture but ${request.headers['content-type'] ?? 'nothing'}.`,
        hint: 'Send a JPEG, PNG or WebP file as the body.',
      });
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const { signal } = gone;
    const { backgroundRemoval } = options;
    const found = await pipeline.search({ image, ...options }, { signal });
    const seen = await pipeline.analyze({ image, backgroundRemoval }, { signal });
    const { original, mask, cutOut } = seen.pictures;
    const { category, background } = found.query;
    const answer: SearchAnswer = {
      matches: found.matches.map((match) => ({
        ...match,
        image: `/images/${encodeURIComponent(match.productId)}/${encodeURIComponent(match.imageId)}`,
      })),
      query: { category, background },
      recognised: seen.category,
      pictures: {
        original: dataUrl(original),
        ...(mask && { mask: dataUrl(mask) }),
        ...(cutOut && { cutOut: dataUrl(cutOut) }),
      },
      timings: found.timings,
      warnings: found.warnings,
    };
    response.json(answer);
  };
}
