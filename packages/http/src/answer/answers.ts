import type { Timings } from '@imgsearch/core';
import type { Problem } from './to-problem.ts';

const encoder = new TextEncoder();

/** JSON, never sniffed and never shared: it is about one shopper's photo. */
export function jsonAnswer(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): Response {
  return new Response(encoder.encode(JSON.stringify(body)), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}

/** @param retryAfter seconds, told with a 503 */
export function problemAnswer(
  problem: Problem,
  retryAfter: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const more = problem.status === 503 ? { 'retry-after': String(retryAfter) } : {};
  const type = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return jsonAnswer(problem, { ...type, ...more, ...headers }, problem.status);
}

/** Milliseconds by step as `Server-Timing`, which browsers show beside the request. */
export function serverTiming(timings: Timings, upload?: number): string {
  return Object.entries({ ...(upload !== undefined && { upload }), ...timings })
    .map(([step, milliseconds]) => `${step};dur=${(milliseconds ?? 0).toFixed(1)}`)
    .join(', ');
}
