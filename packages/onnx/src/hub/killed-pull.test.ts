import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectWhole, killAtByte, startPull } from '../../test/kill-pulls.ts';
import { newFolder, REPOSITORY, removeFolder, repositoryOf } from '../testing/hub-model.ts';
import { createHubServer, type HubServer } from '../testing/hub-server.ts';

let hub: HubServer;
beforeAll(async () => {
  hub = await createHubServer({ [REPOSITORY]: repositoryOf() });
});
afterAll(() => hub.close());
const total = Object.values(repositoryOf().files).reduce((sum, { length }) => sum + length, 0);

// Anywhere: killed-pull.long.test.ts.
it.each([1, 300_000, 345_678, total])('killed after byte %i, goes on from there', (position) =>
  killAtByte(hub, position),
);

it('three processes at once: every byte comes once, and all three have the model', async () => {
  const cache = newFolder();
  try {
    hub.reset();
    const started = [0, 1, 2].map(() => startPull(hub.url, cache));
    for (const { ended } of started) expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(hub.sent()).toBe(total);
    expectWhole(cache, hub);
    expect(readFileSync(path.join(cache, 'models--shop--model', 'refs', 'main'), 'utf8')).toHaveLength(40);
  } finally {
    removeFolder(cache);
  }
});
