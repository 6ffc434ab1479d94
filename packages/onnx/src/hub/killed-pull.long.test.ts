import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { killAfter, killAtByte } from '../../test/kill-pulls.ts';
import { REPOSITORY, repositoryOf } from '../testing/hub-model.ts';
import { createHubServer, type HubServer } from '../testing/hub-server.ts';

const SIZE = 20_000_000;
let hub: HubServer;
let total: number;
beforeAll(async () => {
  const repository = repositoryOf(SIZE);
  total = Object.values(repository.files).reduce((sum, { length }) => sum + length, 0);
  hub = await createHubServer({ [REPOSITORY]: repository });
});
afterAll(() => hub.close());

it('killed anywhere, 25 times: goes on from the byte that it had', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: total }), (position) => killAtByte(hub, position)),
    { seed: 8, numRuns: 25, endOnFailure: true },
  );
});

it('killed at any moment, 25 times, between fetching, hashing, naming and linking', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 250 }), (milliseconds) => killAfter(hub, milliseconds)),
    { seed: 8, numRuns: 25, endOnFailure: true },
  );
});
