import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

function tryListen(handler: RequestListener, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(handler);
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** Listens on the port, or on the first free one of the nineteen above it. */
export async function listen(
  handler: RequestListener,
  wanted: number,
  host: string,
): Promise<{ server: Server; port: number }> {
  for (let port = wanted; ; port++) {
    try {
      const server = await tryListen(handler, port, host);
      return { server, port: (server.address() as AddressInfo).port };
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || port >= Math.min(wanted + 19, 65_535)) throw error;
    }
  }
}
