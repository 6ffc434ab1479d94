import { createImageSearchHandler } from '@imgsearch/http';
import { getPipeline } from '../../../lib/get-pipeline.ts';
import { limitRate } from '../../../lib/limit-rate.ts';

/** `POST /api/search` and the rest of it: health, readiness, more like a product, OpenAPI. */
const handler = createImageSearchHandler({
  basePath: '/api',
  pipeline: getPipeline,
  // A shopper would rather wait than be refused, however slow the machine is.
  deadline: 20_000,
  logger: console,
});

/**
 * Who may ask, and how often, is decided before a byte of the photo is read. Here and not in `proxy.ts`: behind one, Next
 * keeps a copy of every body, and cuts it off at 10 MB.
 */
export async function POST(request: Request): Promise<Response> {
  const seconds = await limitRate(request.headers);
  if (seconds === 0) return handler(request);
  const problem = {
    title: 'Too Many Requests',
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    detail: 'Many photos in a short time.',
    retryable: true,
  };
  return new Response(JSON.stringify(problem), {
    status: 429,
    headers: { 'content-type': 'application/problem+json', 'retry-after': String(seconds) },
  });
}

export { handler as GET };
