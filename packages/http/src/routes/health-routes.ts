import { ImageSearchError } from '@imgsearch/core';
import { jsonAnswer } from '../answer/answers.ts';
import { toProblem } from '../answer/to-problem.ts';
import type { HealthAnswer } from '../schemas/answer-schemas.ts';
import type { Route, RouteContext } from './route.ts';

/** `GET /health`: the process lives and answers. For a supervisor that restarts what does not. */
export function healthRoute(): Route {
  return async () => {
    const alive: HealthAnswer = { state: 'alive', reasons: [] };
    return jsonAnswer(alive, { 'cache-control': 'no-store' });
  };
}

/**
 * `GET /ready`: whether a search could be answered now. For a balancer that sends requests elsewhere; `degraded` still
 * answers, because elsewhere the same store may be as bad.
 */
export function readyRoute(context: RouteContext): Route {
  return async (request) => {
    let answer: HealthAnswer;
    try {
      const pipeline = await context.settings.pipelineFor(request);
      await pipeline.open({ signal: request.signal });
      const { state, reasons } = pipeline.health();
      // Parts and codes: messages name hosts and files.
      answer = { state, reasons: reasons.map(({ part, code }) => `${part}: ${code}`) };
    } catch (error) {
      context.settings.logger.warn('Not ready.', error);
      const state = ImageSearchError.isInstance(error) && error.code === 'CLOSED' ? 'closing' : 'starting';
      answer = { state, reasons: [toProblem(error).code] };
    }
    const ready = answer.state === 'ready' || answer.state === 'degraded';
    const { retryAfter } = context.settings;
    const headers = { 'cache-control': 'no-store', ...(!ready && { 'retry-after': String(retryAfter) }) };
    return jsonAnswer(answer, headers, ready ? 200 : 503);
  };
}
