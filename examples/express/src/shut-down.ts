import type { Server } from 'node:http';

/** Milliseconds that the last answers may take on their way, once all are made. */
const GRACE = 5000;

/**
 * Takes no new connection and lets every request that has arrived be answered; then nothing keeps the process.
 * @param finish resolves when all that was accepted is done
 */
export async function shutDown(server: Server, finish: () => Promise<void>): Promise<void> {
  server.close();
  // A connection that is kept is idle only when its answer is out, and a client may go on asking on it until then.
  const idle = setInterval(() => server.closeIdleConnections(), 50).unref();
  server.once('close', () => clearInterval(idle));
  await finish();
  // Browsers open connections in store; those that never said a word do not count as idle.
  setTimeout(() => server.closeAllConnections(), GRACE).unref();
}
