import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  /** Text of its body. */
  readonly body: string;
}

/** What the proxy does to a request instead of passing it on. */
export type Fault =
  /** Answers by itself. */
  | { readonly kind: 'answer'; readonly status: number; readonly body?: object | undefined }
  /** Passes it on later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Does not answer at all. */
  | { readonly kind: 'stall' }
  /** Refuses some records of a bulk request with 429, and passes the others on. */
  | { readonly kind: 'refuse'; readonly refuses: (id: string) => boolean }
  /** Cuts the connection, before the server sees the request or after it has done what was asked. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' };

export interface FaultProxy {
  readonly url: string;
  /** Everything that was asked, in order. */
  readonly requests: ProxiedRequest[];
  /** Chooses a fault for a request; undefined passes it on. */
  fault: ((request: ProxiedRequest) => Fault | undefined) | undefined;
  /** Stalled requests whose connection the client has closed. */
  readonly closedByClient: number;
  close(): Promise<void>;
}

/** A proxy before one server that does to requests what networks and busy clusters do. */
export async function createFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const agent = new http.Agent({ keepAlive: true });
  let closedByClient = 0;
  const pass = (
    request: ProxiedRequest,
    headers: http.IncomingHttpHeaders,
  ): Promise<[http.IncomingMessage, Buffer]> =>
    new Promise((resolve, reject) => {
      const { method, path, body } = request;
      const forwarded = http.request({ hostname, port, method, path, headers, agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve([answer, Buffer.concat(chunks)]));
        answer.on('error', reject);
      });
      forwarded.on('error', reject);
      forwarded.end(body);
    });

  /** The records that are not refused go on; the answer tells of all, in their order. */
  const passSome = async (
    request: ProxiedRequest,
    { 'content-length': _, ...headers }: http.IncomingHttpHeaders,
    refuses: (id: string) => boolean,
  ): Promise<object> => {
    const lines = request.body.trim().split('\n');
    const operations = Array.from({ length: lines.length / 2 }, (__, at) => {
      const { index } = JSON.parse(lines[2 * at]!) as { index: { _id: string } };
      return { id: index._id, text: `${lines[2 * at]}\n${lines[2 * at + 1]}\n`, refused: refuses(index._id) };
    });
    const body = operations.flatMap(({ text, refused }) => (refused ? [] : [text])).join('');
    const passed = body === '' ? [] : readItems((await pass({ ...request, body }, headers))[1]);
    const error = { type: 'rejected_execution_exception', reason: 'queue full' };
    const items = operations.map(({ id, refused }) =>
      refused ? { index: { _id: id, status: 429, error } } : passed.shift(),
    );
    return { took: 1, errors: true, items };
  };
  const readItems = (content: Buffer): unknown[] =>
    (JSON.parse(content.toString()) as { items: unknown[] }).items;

  const server = http.createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const request = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body };
    proxy.requests.push(request);
    const fault = proxy.fault?.(request);
    if (fault?.kind === 'stall') {
      outgoing.on('close', () => {
        closedByClient++;
      });
      return;
    }
    if (fault?.kind === 'answer') {
      outgoing.writeHead(fault.status, { 'content-type': 'application/json' });
      outgoing.end(
        JSON.stringify(
          fault.body ?? { error: { type: 'fault', reason: 'of the proxy' }, status: fault.status },
        ),
      );
      return;
    }
    if (fault?.kind === 'cut' && fault.when === 'before') {
      outgoing.destroy();
      return;
    }
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    try {
      if (fault?.kind === 'refuse') {
        const answer = await passSome(request, incoming.headers, fault.refuses);
        outgoing.writeHead(200, { 'content-type': 'application/json' });
        outgoing.end(JSON.stringify(answer));
        return;
      }
      const [answer, content] = await pass(request, incoming.headers);
      if (fault?.kind === 'cut') outgoing.destroy();
      else {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        outgoing.end(content);
      }
    } catch {
      // The server is away: so is its proxy.
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    fault: undefined,
    get closedByClient() {
      return closedByClient;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
  return proxy;
}
