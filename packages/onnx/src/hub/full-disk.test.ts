import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  filesIn,
  GRAPH,
  newFolder,
  REPOSITORY,
  removeFolder,
  repositoryOf,
  twoTowers,
} from '../testing/hub-model.ts';
import { createHubServer, type HubServer, sha256 } from '../testing/hub-server.ts';
import { pullModel } from './pull-model.ts';

/** A disk of half a megabyte, where this process may make one; faults.test.ts does the same with a failing write. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const probe = newFolder();
const canMount = mountSmallDisk(probe);
if (canMount) execFileSync('umount', [probe]);
else console.warn('No disk can be mounted here: a really full one is left out.');
removeFolder(probe);

describe.runIf(canMount)('a disk that is really full', () => {
  let hub: HubServer;
  let cache: string;
  beforeAll(async () => {
    hub = await createHubServer({ [REPOSITORY]: repositoryOf() });
  });
  afterAll(() => hub.close());
  beforeEach(() => {
    hub.reset();
    cache = newFolder();
    mountSmallDisk(cache);
  });
  afterEach(() => {
    execFileSync('umount', [cache]);
    removeFolder(cache);
  });
  const pull = (onProgress?: () => void) =>
    pullModel(twoTowers, { repository: REPOSITORY, cache, from: hub.url, ...(onProgress && { onProgress }) });

  it('before a byte is fetched: says how much is free, and how much is to come', async () => {
    hub.repositories[REPOSITORY] = repositoryOf(600_000);
    await expect(pull()).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringMatching(/has 0\.5 MB free, and 0\.8 MB are to come/),
      retryable: false,
    });
    expect(filesIn(cache)).toEqual({});
    expect(hub.sent()).toBe(0);
  });

  it('filled by another on the way: what fitted stays, and is gone on with', async () => {
    hub.repositories[REPOSITORY] = repositoryOf();
    const filler = path.join(cache, 'of-another');
    const fill = (): void => {
      const { bavail, bsize } = statfsSync(cache);
      // Room for a piece or two.
      if (bavail * bsize > 200_000) writeFileSync(filler, Buffer.alloc(bavail * bsize - 120_000));
    };
    await expect(pull(fill)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('ENOSPC'),
      hint: expect.stringContaining('Free some space'),
    });
    const begun = `blobs/${sha256(repositoryOf().files[GRAPH]!)}.imgsearch.incomplete`;
    const { [begun]: kept = 0, ...others } = filesIn(cache);
    expect(others).toEqual({});
    expect(kept).toBeGreaterThan(0);
    rmSync(filler);
    hub.reset();
    await pull();
    expect(hub.requests.find(({ range }) => range)?.range).toBe(`bytes=${kept}-`);
  });
});
