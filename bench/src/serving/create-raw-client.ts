import net from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly hasRetryAfter: boolean;
}

export interface RawClient {
  /** @param message a whole request, head and body */
  send(message: Buffer): Promise<RawAnswer>;
  close(): void;
}

/** A whole `POST` with a JPEG as its body. */
export function rawRequest({ host }: URL, path: string, body: Buffer): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: image/jpeg',
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

/** Milliseconds for which a connection is used again: Node closes it after five seconds, maybe while a request is on its way. */
const KEPT = 4000;

/**
 * HTTP/1.1 with as little work as possible: a generator on the machine that it measures takes from it what it costs
 * itself. Connections are kept and opened as they are needed; answers must tell their length.
 */
export function createRawClient({ hostname, port }: URL): RawClient {
  const idle: { readonly socket: net.Socket; readonly since: number }[] = [];
  const all = new Set<net.Socket>();
  const waiting = new Map<
    net.Socket,
    { resolve(answer: RawAnswer): void; reject(error: Error): void; text: string }
  >();

  function connect(): net.Socket {
    const socket = net.connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1');
    all.add(socket);
    socket.on('data', (text: unknown) => {
      const request = waiting.get(socket);
      if (!request) return void socket.destroy();
      request.text += text as string;
      const head = request.text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /content-length: (\d+)/i.exec(request.text.slice(0, head))?.[1] ?? '0';
      if (request.text.length < head + 4 + Number(length)) return;
      waiting.delete(socket);
      if (/\nconnection: close/i.test(request.text.slice(0, head))) socket.destroy();
      else idle.push({ socket, since: performance.now() });
      request.resolve({
        status: Number(request.text.slice(9, 12)),
        hasRetryAfter: /\nretry-after: /i.test(request.text.slice(0, head)),
      });
    });
    const lost = (error: Error): void => {
      all.delete(socket);
      waiting.get(socket)?.reject(error);
      waiting.delete(socket);
      const at = idle.findIndex((one) => one.socket === socket);
      if (at >= 0) idle.splice(at, 1);
    };
    socket.on('error', lost);
    socket.on('close', () => lost(Object.assign(new Error('closed'), { code: 'CLOSED' })));
    return socket;
  }

  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        // The last in is the freshest: where it is stale, all are.
        const kept = idle.pop();
        const isFresh = kept !== undefined && performance.now() - kept.since < KEPT;
        const socket = isFresh ? kept.socket : connect();
        waiting.set(socket, { resolve, reject, text: '' });
        socket.write(message);
      }),
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}
