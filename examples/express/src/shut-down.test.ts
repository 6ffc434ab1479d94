import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { listen } from './listen.ts';
import { shutDown } from './shut-down.ts';

const agent = new Agent({ keepAlive: true });
afterEach(() => {
  vi.useRealTimers();
  agent.destroy();
});
const ask = (port: number, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get({ port, path, agent, host: '127.0.0.1' }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    }).once('error', reject);
  });

test('answers what has arrived, takes nothing more, and waits for no connection that says nothing', async () => {
  const arrived = Promise.withResolvers<void>();
  const work = Promise.withResolvers<void>();
  const { server, port } = await listen(
    async (request, response) => {
      if (request.url === '/slow') {
        arrived.resolve();
        await work.promise;
      }
      response.end();
    },
    0,
    '127.0.0.1',
  );
  expect(await ask(port, '/')).toBe(200);
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  const answer = ask(port, '/slow');
  await arrived.promise;
  const closed = once(server, 'close');
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const down = shutDown(server, async () => work.resolve());
  await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await answer).toBe(200);
  await down;
  vi.advanceTimersByTime(5000);
  await closed;
});
