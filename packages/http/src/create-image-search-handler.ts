import { type Fields, ImageSearchError } from '@imgsearch/core';
import { jsonAnswer, problemAnswer } from './answer/answers.ts';
import { createRepeatTags } from './answer/create-repeat-tags.ts';
import { RequestError } from './answer/request-error.ts';
import { toProblem } from './answer/to-problem.ts';
import { markUnmatched } from './answer/unmatched.ts';
import {
  checkHandlerOptions,
  type HandlerSettings,
  type ImageSearchHandlerOptions,
} from './handler-options.ts';
import { createOpenApiDocument } from './openapi/create-openapi-document.ts';
import { createUploadBudget } from './request/create-upload-budget.ts';
import { analyzeRoute } from './routes/analyze-route.ts';
import { createRouter } from './routes/create-router.ts';
import { healthRoute, readyRoute } from './routes/health-routes.ts';
import type { Route, RouteContext } from './routes/route.ts';
import { searchRoute } from './routes/search-route.ts';
import { similarRoute } from './routes/similar-route.ts';
import { createRequestSchemas } from './schemas/request-schemas.ts';

/** Web-standard: what Next.js, Hono, Deno and Bun call as it stands; `toNodeHandler` takes it to the others. */
export type ImageSearchHandler = (request: Request) => Promise<Response>;

/**
 * Answers `POST /search`, `POST /analyze`, `GET /products/:id/similar`, `GET /health`, `GET /ready` and `GET /openapi.json` below `basePath`. Uploads
 * are bounded while they stream and refused before they are read where there is no room; pictures are what their bytes
 * say, whatever they are called. Errors are `application/problem+json` with the code of the `ImageSearchError`; what
 * went wrong inside the server is told to the logger alone. Who may ask, and how often, is the host's to decide, before.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const handler = createImageSearchHandler({ pipeline, basePath: '/api' });
 * const answer = await handler(new Request('http://localhost/api/search?limit=5', { method: 'POST', body: photo.slice() }));
 */
export function createImageSearchHandler<F extends Fields>(
  options: ImageSearchHandlerOptions<F>,
): ImageSearchHandler {
  const settings = checkHandlerOptions(options);
  const context: RouteContext = {
    settings,
    schemas: createRequestSchemas(settings.maxLimit),
    budget: createUploadBudget(settings.uploads.memory),
    tags: settings.repeatFor > 0 ? createRepeatTags(settings.repeatFor) : undefined,
  };
  let document: object | undefined;
  const openApi: Route = async () => {
    document ??= createOpenApiDocument(settings, context.schemas);
    return jsonAnswer(document, { 'cache-control': 'public, max-age=300' });
  };
  const find = createRouter(settings.basePath, [
    ['POST', '/search', searchRoute(context)],
    ['POST', '/analyze', analyzeRoute(context)],
    ['GET', '/products/:id/similar', similarRoute(context)],
    ['GET', '/health', healthRoute()],
    ['GET', '/ready', readyRoute(context)],
    ['GET', '/openapi.json', openApi],
  ]);
  return async (request) => {
    try {
      const url = new URL(request.url);
      const { route, parameters } = find(request.method, url.pathname);
      const answer = await route(request, url, parameters);
      return request.method === 'HEAD' ? new Response(null, answer) : answer;
    } catch (error) {
      return answerError(error, settings);
    }
  };
}

function answerError(error: unknown, { logger, retryAfter }: HandlerSettings): Response {
  const problem = toProblem(error);
  // A full queue tells of itself a thousand times a second, and so does a service that ends.
  if (problem.status === 503 && problem.code !== 'QUEUE_FULL' && problem.code !== 'CLOSED')
    logger.warn(`Answered with 503 ${problem.code}.`, error);
  else if (problem.status >= 500 && problem.status !== 503)
    logger.error(`Answered with ${problem.status} ${problem.code}.`, error);
  // Whoever has gone is not waiting for words.
  if (ImageSearchError.isInstance(error) && error.code === 'ABORTED')
    return new Response(null, { status: 499 });
  const answer = problemAnswer(problem, retryAfter, error instanceof RequestError ? error.headers : {});
  return problem.code === 'ROUTE_NOT_FOUND' ? markUnmatched(answer) : answer;
}
