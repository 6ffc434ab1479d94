// Reduced twins of the suites `load` and `overload`, and what a kill costs: right or wrong, never how fast.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
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
/** Every request that the server saw was answered, and the client heard it. */
const expectNothingLost = (client: LoadReport, seen: ServerReport): void => {
  expect(total(seen.answers)).toBe(seen.requests);
  expect(seen.answers[200] ?? 0).toBe(client.answered.length);
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

it('loses no accepted request when it is told to end under load', async () => {
  const { url, ask, terminate } = await start(patient);
  await ask('begin');
  const load = generateLoad({ url, photos, users: 30, seconds: 12 });
  await sleep(3000);
  const { report, code, signal } = await terminate();
  expect({ code, signal }).toEqual({ code: 0, signal: null });
  const client = await load;
  expect(client.answered.length).toBeGreaterThan(0);
  expectNothingLost(client, report);
  expect(report.stats.searches).toMatchObject({ running: 0, failed: 0 });
  expect(report.health.state).toBe('closing');
});

it('pays for killed inference workers with one more try of what they held', async () => {
  const { url, ask } = await start({ ...patient, runtime: { workers: 2, isolation: 'process' } });
  const { children } = await ask('begin');
  expect(children).toHaveLength(2);
  const load = generateLoad({ url, photos, users: 12, seconds: 12 });
  for (let round = 0; round < 3; round++) {
    await sleep(2000);
    const [child] = (await ask('report')).children;
    if (child !== undefined) process.kill(child, 'SIGKILL');
  }
  const client = await load;
  const seen = await ask('report');
  expectNothingLost(client, seen);
  expect(client.answered).toHaveLength(client.sent);
  const failures = Object.values(seen.stats.queues).reduce((sum, queue) => sum + queue.failures, 0);
  expect(failures).toBeGreaterThan(0);
  expect(failures).toBeLessThanOrEqual(12);
});
