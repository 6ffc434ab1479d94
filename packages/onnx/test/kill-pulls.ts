import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { COMMIT, filesIn, newFolder, REPOSITORY, removeFolder } from '../src/testing/hub-model.ts';
import { gitHash, type HubServer, isLarge, type Misbehaviour, sha256 } from '../src/testing/hub-server.ts';

export interface EndedPull {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A pull in a process of its own. */
export function startPull(url: string, cache: string): { ended: Promise<EndedPull>; kill(): void } {
  const child = spawn(process.execPath, [
    path.join(import.meta.dirname, '../src/testing/pull-child.ts'),
    url,
    cache,
  ]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const ended = new Promise<EndedPull>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return { ended, kill: () => void child.kill('SIGKILL') };
}

const filesOf = (hub: HubServer) => hub.repositories[REPOSITORY]!.files;
const blobOf = (name: string, bytes: Buffer): string =>
  `blobs/${isLarge(name) ? sha256(bytes) : gitHash(bytes)}`;

/** Kills a pull when so many bytes of all files lie on the disk, then pulls again. */
export const killAtByte = (hub: HubServer, position: number): Promise<void> =>
  killAndGoOn(hub, holdAfter(position), async (cache, ended) => {
    while (onDisk(cache) < position && !ended()) await sleep(2);
  });

/** Kills a pull so many milliseconds after the first byte of a file was asked for, then pulls again. */
export const killAfter = (hub: HubServer, milliseconds: number): Promise<void> =>
  killAndGoOn(
    hub,
    () => false,
    async (_cache, ended) => {
      while (!hub.requests.some(({ method }) => method === 'GET') && !ended()) await sleep(1);
      await sleep(milliseconds);
    },
  );

/**
 * The second pull must ask for each file from where its leftover ends, and for none that is whole: the server counts.
 */
async function killAndGoOn(
  hub: HubServer,
  misbehave: Misbehaviour,
  moment: (cache: string, ended: () => boolean) => Promise<void>,
): Promise<void> {
  const cache = newFolder();
  try {
    hub.reset();
    hub.misbehave = misbehave;
    const first = startPull(hub.url, cache);
    let over = false;
    const ended = first.ended.then((how) => {
      over = true;
      return how;
    });
    await moment(cache, () => over);
    first.kill();
    expect((await ended).err).toBe('');

    const left = filesIn(cache);
    const missing = Object.entries(filesOf(hub)).map(([name, bytes]) => {
      const blob = blobOf(name, bytes);
      return left[blob] === undefined ? bytes.length - (left[`${blob}.imgsearch.incomplete`] ?? 0) : 0;
    });
    hub.reset();
    expect(await startPull(hub.url, cache).ended).toMatchObject({ code: 0, err: '' });
    expect(hub.sent()).toBe(missing.reduce((sum, bytes) => sum + bytes, 0));
    expectWhole(cache, hub);
  } finally {
    removeFolder(cache);
  }
}

/** Sends so many bytes of bodies, and then holds its breath. */
function holdAfter(position: number): Misbehaviour {
  let budget = position;
  return ({ host, method, path: name }, response, file) => {
    const serves = method === 'GET' && file !== undefined && (host === 'cdn' || name.startsWith('/api/'));
    if (!serves) return false;
    if (file.length <= budget) {
      budget -= file.length;
      return false;
    }
    response.writeHead(200, { 'content-length': file.length });
    if (budget > 0) response.write(file.subarray(0, budget));
    else response.flushHeaders();
    budget = 0;
    return true;
  };
}

/** Bytes of blobs, whole or begun. */
function onDisk(cache: string): number {
  return Object.entries(filesIn(cache)).reduce(
    (sum, [name, size]) => (name.startsWith('blobs/') ? sum + size : sum),
    0,
  );
}

/** Every file is there under its name, and nothing else is. */
export function expectWhole(cache: string, hub: HubServer): void {
  const folder = path.join(cache, 'models--shop--model');
  for (const [name, bytes] of Object.entries(filesOf(hub))) {
    const file = path.join(folder, 'snapshots', COMMIT, name);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readlinkSync(file)).toMatch(/^(\.\.\/)+blobs\//);
    expect(path.dirname(realpathSync(file))).toBe(realpathSync(path.join(folder, 'blobs')));
  }
  expect(readFileSync(path.join(folder, 'refs', 'main'), 'utf8')).toBe(COMMIT);
  const names = Object.keys(filesIn(cache));
  expect(names.filter((name) => /incomplete|\.lock/.test(name))).toEqual([]);
  const blobs = Object.entries(filesOf(hub)).map(([name, bytes]) => blobOf(name, bytes));
  expect(names.filter((name) => name.startsWith('blobs/')).sort()).toEqual(blobs.sort());
}
