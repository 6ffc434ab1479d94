// Reduced twins of the suites `load` and `overload`, and what a kill costs: right or wrong, never how fast.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { rawRequest } from './create-raw-client.ts';
import type { LoadReport, ServerReport, ServerSetup } from './messages.ts';
import { servingPhotos } from './serving-photos.ts';
import { generateLoad, type ServingServer, startServer } from './start-processes.ts';

const { catalogue, photos } = await servingPhotos(60, 500);
let server: ServingServer | undefined;
const start = async (setup: Omit<ServerSetup, 'catalogue'>): Promise<ServingServer> => {
  server = await startServer({ catalogue, ...setup });
  return server;
};
const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);
/** Every request that the server saw was answered, and the client heard it. @param others answers that others heard */
const expectNothingLost = (client: LoadReport, seen: ServerReport, others = 0): void => {
  expect(total(seen.answers)).toBe(seen.requests);
  expect(seen.answers[200] ?? 0).toBe(client.answered.length + others);
  expect(seen.answers[503] ?? 0).toBe(client.refused.length);
  expect(client.answered.length + client.refused.length + total(client.broken)).toBe(client.sent);
  expect(client.others).toEqual({});
};
// A busy machine is slow, not wrong.
const patient = { deadline: 300_000 };

afterEach(() => {
  server?.child.kill('SIGKILL');
});

it('answers 50 users, each with photos of his own, without an error, in batches', async () => {
  const { url, ask } = await start(patient);
  await ask('begin');
  const client = await generateLoad({ url, photos, users: 50, seconds: 240, requests: 500 });
  const seen = await ask('report');
  expectNothingLost(client, seen);
  expect(client.answered).toHaveLength(client.sent);
  expect(client.sent).toBeGreaterThanOrEqual(500);
  expect(seen.stats.queues.backgroundRemover?.batchSize).toBeGreaterThan(1.5);
  expect(seen.stats.queues.embedder?.batchSize).toBeGreaterThan(1.5);
  expect(seen.health).toEqual({ state: 'ready', reasons: [] });
});

it('refuses a flood before it reads, with the time to come again, and answers what it takes', async () => {
  const { url, ask } = await start({});
  await generateLoad({ url, photos, users: 20, seconds: 60, requests: 150 });
  await ask('begin');
  const client = await generateLoad({ url, photos, arrivalsASecond: 600, seconds: 6 });
  const seen = await ask('report');
  expectNothingLost(client, seen);
  expect(client.refused.length).toBeGreaterThan(client.sent / 4);
  expect(client.answered.length).toBeGreaterThan(0);
  expect(client.refusedWithoutRetryAfter).toBe(0);
  expect(client.broken).toEqual({});
  expect(seen.refusedAfterReading).toBe(0);
  expect(seen.health).toMatchObject({ state: 'degraded', reasons: [{ part: 'searches' }] });
  // It is as it was before.
  const after = await generateLoad({ url, photos, users: 4, seconds: 60, requests: 20 });
  expect(after.answered).toHaveLength(after.sent);
});

/** Sends the second half of a photo when it is told to. */
async function startUpload(url: string): Promise<{ finish(): Promise<string> }> {
  const message = rawRequest(new URL(url), '/search?limit=5', readFileSync(photos[0]!));
  const socket = connect(Number(new URL(url).port), '127.0.0.1').setEncoding('latin1');
  const half = Math.floor(message.length / 2);
  socket.write(message.subarray(0, half));
  await once(socket, 'connect');
  return {
    async finish() {
      socket.write(message.subarray(half));
      const [answer] = (await once(socket, 'data')) as [string];
      socket.destroy();
      return answer.slice(0, answer.indexOf('\r\n'));
    },
  };
}

it('loses no accepted request when it is told to end under load, one whose photo is still on its way among them', async () => {
  const { url, ask, terminate } = await start(patient);
  await ask('begin');
  const load = generateLoad({ url, photos, users: 30, seconds: 12 });
  await sleep(3000);
  const upload = await startUpload(url);
  await sleep(300);
  const ending = terminate();
  await sleep(300);
  expect(await upload.finish()).toBe('HTTP/1.1 200 OK');
  const { report, code, signal } = await ending;
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  const client = await load;
  expect(client.answered.length).toBeGreaterThan(0);
  expectNothingLost(client, report, 1);
  expect(report.stats.searches).toMatchObject({ running: 0, failed: 0 });
  expect(report.health.state).toBe('closing');
});

it.each([
  ['in batches, which are halved', undefined],
  ['one by one', 1],
])('pays for killed inference workers with one more try of what they held, %s', async (_, batchSize) => {
  const setup = { ...patient, batchSize, runtime: { workers: 2, isolation: 'process' } } as const;
  const { url, ask } = await start(setup);
  const { children } = await ask('begin');
  expect(children).toHaveLength(2);
  const load = generateLoad({ url, photos, users: 12, seconds: 8 });
  let kills = 0;
  for (let round = 0; round < 3; round++) {
    await sleep(1500);
    const [child] = (await ask('report')).children;
    if (child === undefined) continue;
    process.kill(child, 'SIGKILL');
    kills++;
  }
  const client = await load;
  const seen = await ask('report');
  expectNothingLost(client, seen);
  expect(client.answered).toHaveLength(client.sent);
  const failures = Object.values(seen.stats.queues).reduce((sum, queue) => sum + queue.failures, 0);
  expect(failures).toBeGreaterThan(0);
  // A worker holds one run at a time, and what was tried again went well.
  expect(failures).toBeLessThanOrEqual(kills);
});
