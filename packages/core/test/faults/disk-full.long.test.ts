import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open as openFile } from 'node:fs/promises';
import path from 'node:path';
import type { Checkpoint, CheckpointEntry } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRealCatalogue, type RealCatalogue } from './real-catalogue.ts';

/** Bytes of the disk: a page for the lock, and three for some 50 of the 120 products. */
const SIZE = 16_384;
const [PRODUCTS, IN_FLIGHT] = [120, 16];

interface SmallDisk {
  readonly folder: string;
  grow(): void;
  remove(): void;
}

/** A file system of its own in memory; undefined where this user may not mount one. */
function mountSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder);
  const mount = (options: string) =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
  if (!mount(`size=${SIZE}`)) return undefined;
  return {
    folder,
    grow: () => expect(mount(`remount,size=${2 ** 20}`)).toBe(true),
    remove: () => void spawnSync('umount', [folder]),
  };
}

/** A folder whose files take no more than the disk would: a write takes what there is room for, and the next one none. */
async function pretendSmallDisk(folder: string): Promise<SmallDisk> {
  mkdirSync(folder);
  const probe = path.join(folder, 'probe');
  const handle = await openFile(probe, 'w');
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  rmSync(probe);
  const write = prototype.write as (...given: unknown[]) => Promise<unknown>;
  const spy = vi.spyOn(prototype, 'write').mockImplementation(async function (
    this: FileHandle,
    ...[bytes, start, length, position]: unknown[]
  ) {
    const room = Math.max(0, SIZE - 4096 - (position as number));
    if (room === 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return write.call(this, bytes, start, Math.min(length as number, room), position);
  } as never);
  return { folder, grow: () => spy.mockRestore(), remove: () => spy.mockRestore() };
}

async function entriesOf(checkpoint: Checkpoint): Promise<CheckpointEntry[]> {
  const found: CheckpointEntry[] = [];
  for await (const entry of checkpoint.entries()) found.push(entry);
  return found;
}

let catalogue: RealCatalogue;
let disk: SmallDisk | undefined;
beforeAll(async () => {
  catalogue = await openRealCatalogue('disk-full', PRODUCTS);
});
afterEach(() => {
  disk?.remove();
  disk = undefined;
});
afterAll(() => catalogue.close());

const full = { code: 'CHECKPOINT_FAILED', hint: expect.stringContaining('space'), retryable: false };
const options = { batchSize: 8, concurrency: 2 };

describe.each([
  ['a small file system', mountSmallDisk],
  ['a file handle that finds no room', pretendSmallDisk],
] as const)('the disk of the journal is full: %s', (name, make) => {
  it('the run stops and says so, what it remembers is true, and it goes on when there is room', async ({
    skip,
  }) => {
    const place = path.join(catalogue.folder, name.replaceAll(' ', '-'));
    disk = await make(place);
    if (!disk) return skip('this user may not mount a file system');
    const file = path.join(place, 'journal');
    const store = createLanceDbStore({ folder: `${place}-store` });
    const first = catalogue.open(store);
    const checkpoint = createFileCheckpoint(file);
    await expect(first.pipeline.index(catalogue.products, { ...options, checkpoint })).rejects.toMatchObject(
      full,
    );
    await checkpoint.close();
    expect(existsSync(`${file}.lock`)).toBe(false);
    expect(statSync(file).size).toBeLessThanOrEqual(SIZE);

    // Whatever the journal tells is in the store.
    const again = createFileCheckpoint(file);
    const known = await entriesOf(again);
    expect(known.length).toBeGreaterThan(10);
    expect(known.length).toBeLessThan(PRODUCTS - IN_FLIGHT);
    for (const { productId, images } of known) {
      expect(images).toMatchObject([{ id: '0', contentHash: expect.any(String) }]);
      expect([...first.acknowledged]).toContain(`${productId}/0`);
    }

    disk.grow();
    const second = catalogue.open(store);
    const report = await second.pipeline.index(catalogue.products, { ...options, checkpoint: again });
    expect(report).toMatchObject({ skipped: known.length, indexed: PRODUCTS - known.length, failed: 0 });
    expect(first.computed() + second.computed()).toBeLessThanOrEqual(PRODUCTS + IN_FLIGHT);
    await catalogue.expectWhole(store);
    await again.close();
    await store.close();
  });
});

it('a run whose journal has no room from the start reads no picture and leaves no lock', async ({ skip }) => {
  const place = path.join(catalogue.folder, 'no-room');
  disk = mountSmallDisk(place);
  if (!disk) return skip('this user may not mount a file system');
  writeFileSync(path.join(place, 'other'), Buffer.alloc(SIZE));
  const shop = catalogue.open(createLanceDbStore({ folder: `${place}-store` }));
  const file = path.join(place, 'journal');
  await using checkpoint = createFileCheckpoint(file);
  await expect(shop.pipeline.index(catalogue.products, { checkpoint })).rejects.toMatchObject(full);
  expect(shop.computed()).toBe(0);
  expect(existsSync(`${file}.lock`)).toBe(false);
  rmSync(path.join(place, 'other'));
  // Another process may have it at once.
  await using other = createFileCheckpoint(file);
  await other.write([]);
});
