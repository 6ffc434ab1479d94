import { fileURLToPath } from 'node:url';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { pictureRoutes } from './api/picture-routes.ts';
import { searchRoute } from './api/search-route.ts';
import { statusRoute } from './api/status-route.ts';
import type { Demo } from './demo.ts';
import { toHttpError } from './to-http-error.ts';

const page = fileURLToPath(new URL('../public', import.meta.url));
const policy = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'";

/** Routes, and one place that answers errors. */
export function createApp(demo: Demo): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_, response, next) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  const photo = express.raw({ type: ['image/*', 'application/octet-stream'], limit: '25mb' });
  app.post('/api/search', photo, searchRoute(demo));
  app.get('/api/status', statusRoute(demo));
  app.use(pictureRoutes(demo));
  app.use(express.static(page));
  app.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
    const { status, body } = toHttpError(error);
    if (status === 500) console.error(error);
    if (response.headersSent) next(error);
    else response.status(status).json(body);
  });
  return app;
}
