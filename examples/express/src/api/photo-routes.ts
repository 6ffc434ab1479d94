import { ImageSearchError } from '@imgsearch/core';
import { createImageSearchHandler, toNodeHandler } from '@imgsearch/http';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Demo } from '../demo.ts';

/**
 * `POST /api/search`, `POST /api/analyze`, `GET /api/ready` and what else the handler answers; other addresses go on to
 * the next route. Who may ask, and how often, is decided before it: here by address, in a service by account.
 */
export function photoRoutes(demo: Demo, perMinute = 600): RequestHandler[] {
  const handler = createImageSearchHandler({
    basePath: '/api',
    pipeline: () => {
      if (demo.pipeline && demo.progress.phase === 'ready') return demo.pipeline;
      throw new ImageSearchError({
        code: 'STORE_UNAVAILABLE',
        message: 'The products are still being indexed.',
        hint: 'Try again when the page says that it is ready.',
      });
    },
    maxLimit: 50,
    uploads: { maxBytes: 25 * 1024 * 1024 },
    // Whoever tries the demo would rather wait than be refused, however slow the machine is.
    deadline: 20_000,
    logger: console,
  });
  const limit = rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: ({ method }) => method !== 'POST',
  });
  return [limit, toNodeHandler(handler)];
}
