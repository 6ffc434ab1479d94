import { fileURLToPath } from 'node:url';
import { toProblem } from '@imgsearch/http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { photoRoutes } from './api/photo-routes.ts';
import { pictureRoutes } from './api/picture-routes.ts';
import { statusRoute } from './api/status-route.ts';
import type { Demo } from './demo.ts';

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
  app.use('/api', photoRoutes(demo));
  app.get('/api/status', statusRoute(demo));
  app.use(pictureRoutes(demo));
  app.use(express.static(page));
  app.use((error: unknown, _: Request, response: Response, next: NextFunction) => {
    const problem = toProblem(error);
    if (problem.status >= 500) console.error(error);
    if (response.headersSent) next(error);
    else response.status(problem.status).type('application/problem+json').json(problem);
  });
  return app;
}
