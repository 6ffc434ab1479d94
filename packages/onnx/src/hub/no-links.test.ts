import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { newFolder, REPOSITORY, removeFolder, repositoryOf, twoTowers } from '../testing/hub-model.ts';
import { createHubServer, type HubServer } from '../testing/hub-server.ts';
import { pullModel } from './pull-model.ts';

/** What this file system says to links, as Windows without rights and FAT do. */
const refused = vi.hoisted(() => new Set<string>());
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const refuse =
    (name: 'symlink' | 'link') =>
    (...words: [string, string]): Promise<void> =>
      refused.has(name)
        ? Promise.reject(
            Object.assign(new Error(`EPERM: operation not permitted, ${name}`), { code: 'EPERM' }),
          )
        : real[name](...words);
  return { ...real, symlink: refuse('symlink'), link: refuse('link') };
});

let hub: HubServer;
beforeAll(async () => {
  hub = await createHubServer({ [REPOSITORY]: repositoryOf() });
});
afterAll(() => hub.close());

it.each([
  ['symbolic links: hard links', ['symlink'], 2],
  ['links of any kind: copies', ['symlink', 'link'], 1],
])('without %s', async (_what, names, links) => {
  for (const name of names) refused.add(name);
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
