import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedRepository {
  readonly commit: string;
  /** Branches and tags besides `main`, which is `commit`. */
  readonly refs?: Readonly<Record<string, string>> | undefined;
  readonly files: Readonly<Record<string, Buffer>>;
  readonly gated?: boolean | undefined;
  /** The only token that may read it. */
  readonly token?: string | undefined;
}

export interface SeenRequest {
  /** `cdn` is another origin: the storage that large files are redirected to. */
  readonly host: 'hub' | 'cdn';
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  /** Bytes of bodies that were handed to the socket; HEAD has none. */
  sent: number;
}

/** Answers in the server's place, or returns false to let it. */
export type Misbehaviour = (
  seen: SeenRequest,
  response: ServerResponse,
  file: Buffer | undefined,
) => boolean | undefined;

export interface HubServer {
  readonly url: string;
  readonly cdn: string;
  /** An address where nobody listens. */
  readonly nobody: string;
  readonly requests: SeenRequest[];
  readonly repositories: Record<string, ServedRepository>;
  misbehave: Misbehaviour;
  /** Bodies sent, in bytes. */
  sent(): number;
  /** Forgets what was seen and behaves again. */
  reset(): void;
  close(): Promise<void>;
}

const known = new WeakMap<Buffer, string>();
/** Remembered: large files are asked for often. */
export function sha256(bytes: Buffer): string {
  const hash = known.get(bytes) ?? createHash('sha256').update(bytes).digest('hex');
  known.set(bytes, hash);
  return hash;
}
export const gitHash = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
/** As `.gitattributes` of model repositories say. */
export const isLarge = (path: string): boolean => /\.onnx(_data)?$/.test(path);
const behave: Misbehaviour = () => false;

/**
 * A server that speaks the layout of the Hugging Face Hub as its own libraries use it (which the tests hold it to): what
 * `HEAD /OWNER/NAME/resolve/REVISION/PATH` says in its headers, large files by redirect to another origin, small ones
 * by redirect within. It counts, and misbehaves on demand.
 */
export async function createHubServer(repositories: Record<string, ServedRepository>): Promise<HubServer> {
  const requests: SeenRequest[] = [];
  const counted = (host: SeenRequest['host'], handler: Handler): Server =>
    createServer((request, response) => {
      const seen: SeenRequest = {
        host,
        method: request.method ?? '',
        path: (request.url ?? '').split('?')[0]!,
        range: request.headers.range,
        authorization: request.headers.authorization,
        sent: 0,
      };
      requests.push(seen);
      if (seen.method !== 'HEAD') count(response, seen);
      handler(seen, request, response);
    });

  const cdn = counted('cdn', (seen, request, response) => {
    const [, name] = /^\/blobs\/([0-9a-f]{64})$/.exec(seen.path) ?? [];
    const bytes = Object.values(hub.repositories)
      .flatMap(({ files }) => Object.values(files))
      .find((one) => sha256(one) === name);
    if (hub.misbehave(seen, response, bytes)) return;
    if (bytes) sendBytes(request, response, bytes, { etag: `"storage-${name?.slice(0, 8)}"` });
    else refuse(response, 404);
  });
  const main = counted('hub', (seen, request, response) => answer(seen, request, response));

  function answer(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): void {
    const words = /^\/(?:api\/resolve-cache\/models\/)?([^/]+\/[^/]+)\/(?:resolve\/)?([^/]+)\/(.+)$/.exec(
      seen.path,
    );
    const [id = '', revision = '', path = ''] = (words ?? []).slice(1).map(decodeURIComponent);
    const repository = hub.repositories[id];
    if (hub.misbehave(seen, response, repository?.files[path])) return;
    const found = look(repository, revision, path, seen.authorization?.replace('Bearer ', ''));
    if ('commit' in found) response.setHeader('x-repo-commit', found.commit);
    if (!('bytes' in found)) {
      refuse(response, found.status, found.reason);
      return;
    }
    const { commit, bytes } = found;
    if (isLarge(path)) {
      const hash = sha256(bytes);
      response.writeHead(302, {
        'x-linked-size': bytes.length,
        'x-linked-etag': `"${hash}"`,
        location: `${hub.cdn}/blobs/${hash}?signature=of-this-request`,
      });
      response.end();
    } else if (seen.path.startsWith('/api/')) {
      sendBytes(request, response, bytes, { etag: `"${gitHash(bytes)}"` });
    } else {
      response.writeHead(307, { location: `/api/resolve-cache/models/${id}/${commit}/${path}` });
      response.end();
    }
  }

  const hub: HubServer = {
    url: await listen(main),
    cdn: await listen(cdn),
    nobody: await closedPort(),
    requests,
    repositories,
    misbehave: behave,
    sent: () => requests.reduce((sum, { sent }) => sum + sent, 0),
    reset() {
      requests.length = 0;
      hub.misbehave = behave;
    },
    async close() {
      for (const server of [main, cdn]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  return hub;
}

type Found =
  | { readonly commit: string; readonly bytes: Buffer }
  | { readonly status: number; readonly reason?: string | undefined; readonly commit?: string };

/** A file, or why it is refused: strangers are told 401 for what is private and for what is not there. */
function look(
  repository: ServedRepository | undefined,
  revision: string,
  path: string,
  token: string | undefined,
): Found {
  const stranger = token === undefined;
  if (!repository) return { status: stranger ? 401 : 404, reason: 'RepoNotFound' };
  const allowed = token === repository.token;
  if (repository.gated && (stranger || !allowed))
    return { status: stranger ? 401 : 403, reason: 'GatedRepo' };
  if (repository.token !== undefined && !allowed)
    return { status: 401, reason: stranger ? 'RepoNotFound' : undefined };
  const refs: Readonly<Record<string, string>> = { main: repository.commit, ...repository.refs };
  const commit = Object.values(refs).includes(revision) ? revision : refs[revision];
  if (commit === undefined) return { status: 404, reason: 'RevisionNotFound' };
  const bytes = repository.files[path];
  return bytes ? { commit, bytes } : { status: 404, reason: 'EntryNotFound', commit };
}

type Handler = (seen: SeenRequest, request: IncomingMessage, response: ServerResponse) => void;

function count(response: ServerResponse, seen: SeenRequest): void {
  const { write, end } = response;
  const add = (piece: unknown): void => {
    if (typeof piece === 'string' || piece instanceof Uint8Array)
      seen.sent += Buffer.from(piece as string).length;
  };
  response.write = (...words: unknown[]) => {
    add(words[0]);
    return Reflect.apply(write, response, words) as boolean;
  };
  response.end = (...words: unknown[]) => {
    add(words[0]);
    return Reflect.apply(end, response, words) as ServerResponse;
  };
}

/** A file, or the range that was asked for. */
function sendBytes(
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
  bytes: Buffer,
  headers: Record<string, string> = {},
): void {
  const [, text] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const from = text === undefined ? 0 : Number(text);
  const validator = request.headers['if-range'];
  const partial = text !== undefined && (validator === undefined || validator === headers.etag);
  if (partial && from >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` });
    response.end();
    return;
  }
  const body = partial ? bytes.subarray(from) : bytes;
  response.writeHead(partial ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'content-length': body.length,
    ...(partial && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    ...headers,
  });
  // `end` would count a body that HEAD does not send.
  if (request.method === 'HEAD') response.end();
  else response.end(body);
}

function refuse(response: ServerResponse, status: number, code?: string): void {
  response.writeHead(status, { ...(code && { 'x-error-code': code }), 'content-type': 'text/plain' });
  response.end('no');
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closedPort(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}
