import { once } from 'node:events';
import net from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from './lib/redis-server.mjs';

/** One command in the protocol's inline form, and what the server said. */
async function ask(url: string, command: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  try {
    socket.write(`${command}\r\n`);
    const [answer] = await once(socket, 'data');
    return String(answer).trim().split('\r\n').at(-1) as string;
  } finally {
    socket.destroy();
  }
}

describe.skipIf(!hasRedis({ own: true }))('a Redis of the tests', () => {
  const servers: RedisServer[] = [];
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('has the same address and data after a restart and after a kill, and forgets nothing by itself', async () => {
    const server = await startRedis();
    servers.push(server);
    expect(await ask(server.url, 'CONFIG GET maxmemory-policy')).toBe('noeviction');
    expect(await ask(server.url, 'SET key value')).toBe('+OK');
    await server.restart();
    expect(await ask(server.url, 'GET key')).toBe('value');
    await ask(server.url, 'SET key other');
    await server.kill();
    await expect(ask(server.url, 'PING')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await ask(server.url, 'GET key')).toBe('other');
  });

  it('stands beside others', async () => {
    const both = await Promise.all([startRedis(), startRedis()]);
    servers.push(...both);
    expect(new Set(both.map(({ url }) => url)).size).toBe(2);
    for (const { url } of both) expect(await ask(url, 'GET key')).toBe('$-1');
  });
});
