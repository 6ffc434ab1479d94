import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemAnswer } from '../answer/answers.ts';
import { RequestError } from '../answer/request-error.ts';
import { toProblem } from '../answer/to-problem.ts';
import { isUnmatched } from '../answer/unmatched.ts';
import type { ImageSearchHandler } from '../create-image-search-handler.ts';
import { rememberParsed } from '../request/parsed-body.ts';
import { findParsed } from './find-parsed.ts';

/** What Express and Connect pass third. */
type Next = (error?: unknown) => void;

/** Milliseconds for which the rest of a refused body is still taken in, so that the client hears the answer. */
const LINGER = 5_000;

/**
 * Takes a handler to Node's own `(request, response)`, which Express, Fastify, Connect and NestJS pass on. It may stand
 * behind `express.json`, `express.raw` or multer: what they parsed is used, and a body that is gone otherwise is answered
 * with who took it. The handler hears of a client that goes. With a `next`, other routes' addresses go there.
 * @example
 * const listener = toNodeHandler(createImageSearchHandler({ pipeline }));
 */
export function toNodeHandler(
  handler: ImageSearchHandler,
): (request: IncomingMessage, response: ServerResponse, next?: Next) => Promise<void> {
  return async (incoming, outgoing, next) => {
    const gone = new AbortController();
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    let request: Request;
    try {
      request = toRequest(incoming, gone.signal);
    } catch {
      // Methods that a `Request` cannot have, such as TRACE.
      if (next) next();
      else await send(refusal(incoming.method), incoming, outgoing);
      return;
    }
    try {
      const parsed = findParsed(incoming);
      if (parsed) rememberParsed(request, parsed);
      const response = await handler(request);
      if (next && isUnmatched(response)) next();
      else await send(response, incoming, outgoing);
    } catch (error) {
      if (next) next(error);
      else outgoing.destroy(error instanceof Error ? error : undefined);
    }
  };
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = 'GET' } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) headers.append(name, each);
  }
  // Express shortens `url` by where it is mounted.
  const { originalUrl = incoming.url ?? '/' } = incoming as { originalUrl?: string };
  const url = new URL(`http://localhost${pathOf(originalUrl)}`);
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal });
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers,
    signal,
    body: lazyBody(incoming),
    duplex: 'half',
  };
  return new Request(url, init);
}

/** A proxy may write the whole address (RFC 9112, 3.2.2). */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target;
  const url = URL.parse(target);
  return url && /^https?:$/.test(url.protocol) ? url.pathname + url.search : '/';
}

const refusal = (method = ''): Response =>
  problemAnswer(
    toProblem(
      new RequestError('METHOD_NOT_ALLOWED', `Nothing here takes ${method}.`, {
        hint: 'Send it as GET or POST.',
      }),
    ),
    0,
    { allow: 'GET, HEAD, POST' },
  );

/** The body, of which not a byte is read before somebody asks: another route may be the one who reads it. */
function lazyBody(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let chunks: AsyncIterator<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Whoever stops reading still wants to answer on the same socket.
        chunks ??= incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        chunks?.return?.().catch(() => undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function send(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  if (outgoing.destroyed) return;
  outgoing.statusCode = response.status;
  response.headers.forEach((value, name) => {
    outgoing.setHeader(name, value);
  });
  if (body.length > 0) outgoing.setHeader('content-length', body.length);
  outgoing.end(body);
  if (incoming.complete) return;
  // Node takes in what is left of the body; an endless one is cut off.
  const { socket } = incoming;
  const timer = setTimeout(() => {
    if (!incoming.complete) socket.destroy();
  }, LINGER).unref();
  incoming.once('close', () => clearTimeout(timer));
}
