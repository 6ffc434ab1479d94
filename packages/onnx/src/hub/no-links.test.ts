import { lstatSync, readFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { newFolder, REPOSITORY, removeFolder, repositoryOf, twoTowers } from '../testing/hub-model.ts';
import { createHubServer, type HubServer } from '../testing/hub-server.ts';
import { pullModel } from './pull-model.ts';

/** Refuses links as Windows without rights and FAT do. */
function refuse(names: readonly ('symlink' | 'link')[]): void {
  for (const name of names)
    vi.spyOn(promises, name).mockRejectedValue(
      Object.assign(new Error(`EPERM: operation not permitted, ${name}`), { code: 'EPERM' }),
    );
  syncBuiltinESMExports();
}
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

let hub: HubServer;
beforeAll(async () => {
  hub = await createHubServer({ [REPOSITORY]: repositoryOf() });
});
afterAll(() => hub.close());

it.each<[string, ('symlink' | 'link')[], number]>([
  ['symbolic links: hard links', ['symlink'], 2],
  ['links of any kind: copies', ['symlink', 'link'], 1],
])('without %s', async (_what, names, links) => {
  refuse(names);
  const cache = newFolder();
  try {
    const options = { repository: REPOSITORY, cache, from: hub.url };
    const { model } = await pullModel(twoTowers, options);
    for (const [name, bytes] of Object.entries(repositoryOf().files)) {
      const file = path.join(model.modelPath, name);
      expect(readFileSync(file).equals(bytes)).toBe(true);
      expect(lstatSync(file).nlink).toBe(links);
    }
    hub.reset();
    await pullModel(twoTowers, { ...options, offline: true, verify: true });
    await pullModel(twoTowers, options);
    expect(hub.sent()).toBe(0);
  } finally {
    removeFolder(cache);
  }
});
