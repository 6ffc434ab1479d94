import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface InterruptedProxy {
  readonly url: string;
  /** Connections that came while it was cut, in milliseconds of `performance.now()`. */
  readonly refused: readonly number[];
  /** `cut`: every connection ends, as where a server is gone. `hang`: nothing is passed on any more, as where it stands still. */
  interrupt(how: 'cut' | 'hang'): void;
  /** What hung is cut, and the next connection goes through. */
  mend(): void;
  close(): Promise<void>;
}

/** TCP before a server, for as long as it is let through. */
export async function createInterruptedProxy(target: string): Promise<InterruptedProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const refused: number[] = [];
  let state: 'open' | 'cut' | 'hang' = 'open';
  const endAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (state === 'cut') {
      refused.push(performance.now());
      socket.destroy();
      return;
    }
    const keep = (each: Socket): void => {
      open.add(each);
      each.on('error', () => undefined).on('close', () => open.delete(each));
    };
    keep(socket);
    if (state === 'hang') return;
    const through = connect(Number(port), hostname);
    keep(through);
    socket.pipe(through).pipe(socket);
    socket.on('close', () => through.destroy());
    through.on('close', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    interrupt(how) {
      state = how;
      if (how === 'cut') endAll();
      else for (const socket of open) socket.unpipe().pause();
    },
    mend() {
      state = 'open';
      endAll();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endAll();
      }),
  };
}
