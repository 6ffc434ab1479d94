import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createMemoryCheckpoint } from '../checkpoint/create-memory-checkpoint.ts';
import type { Checkpoint, CheckpointEntry } from '../spec/checkpoint.ts';
import { createFileCheckpoint } from './create-file-checkpoint.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fresh = (): string => path.join(folder, `${files++}.jsonl`);

const entry = (productId: string, more: Partial<CheckpointEntry> = {}): CheckpointEntry => ({
  target: 't',
  productId,
  metadataHash: 'm',
  images: [{ id: '0', contentHash: 'c' }],
  ...more,
});
const failure = {
  kind: 'unreadable',
  code: 'INVALID_IMAGE',
  message: 'torn\n"x"',
  attempts: 2,
  at: 'now',
} as const;
async function all(checkpoint: Checkpoint, query = {}): Promise<CheckpointEntry[]> {
  const found: CheckpointEntry[] = [];
  for await (const each of checkpoint.entries(query)) found.push(each);
  return found.sort((a, b) => (a.productId < b.productId ? -1 : 1));
}
const prototypeOf = async (): Promise<FileHandle> => {
  const handle = await open(import.meta.filename);
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
};

describe('a file checkpoint', () => {
  it('keeps what was written, the latest of each, also for the next process', async () => {
    const file = fresh();
    const first = createFileCheckpoint(file);
    expect(existsSync(file)).toBe(false);
    expect(await first.read('t', ['a'])).toEqual([null]);
    expect(existsSync(file)).toBe(false);
    await first.write([entry('a'), entry('b', { failure }), entry('가/"\n')]);
    await first.write([entry('a', { metadataHash: 'n' }), entry('a', { target: 'other' })]);
    await first.delete('t', ['가/"\n', 'nobody']);
    const check = async (checkpoint: Checkpoint): Promise<void> => {
      expect(await checkpoint.read('t', ['b', 'a', '가/"\n'])).toEqual([
        entry('b', { failure }),
        entry('a', { metadataHash: 'n' }),
        null,
      ]);
      expect(await all(checkpoint)).toHaveLength(3);
      expect(await all(checkpoint, { target: 'other' })).toEqual([entry('a', { target: 'other' })]);
      expect(await all(checkpoint, { failed: true })).toEqual([entry('b', { failure })]);
    };
    await check(first);
    await first.close();
    await first.close();
    await expect(first.read('t', ['a'])).rejects.toMatchObject({ code: 'CLOSED' });
    await using second = createFileCheckpoint(file);
    await check(second);
  });

  it('does what one in memory does, whatever is written, read again and compacted', async () => {
    const id = fc.constantFrom(...'abcdefgh');
    const change = fc.oneof(
      fc.record({ write: fc.array(fc.tuple(id, fc.string()), { maxLength: 5 }) }),
      fc.record({ forget: fc.array(id, { maxLength: 3 }) }),
      fc.constant('reopen' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
        const file = fresh();
        const memory = createMemoryCheckpoint();
        let checkpoint = createFileCheckpoint(file, { compactAfter: 3 });
        for (const each of changes) {
          if (each === 'reopen') {
            await checkpoint.close();
            checkpoint = createFileCheckpoint(file, { compactAfter: 3 });
          } else if ('write' in each) {
            const entries = each.write.map(([productId, metadataHash]) => entry(productId, { metadataHash }));
            await Promise.all([memory.write(entries), checkpoint.write(entries)]);
          } else await Promise.all([memory, checkpoint].map((one) => one.delete('t', each.forget)));
          expect(await all(checkpoint)).toEqual(await all(memory));
        }
        expect(await checkpoint.read('t', [...'abcdefgh'])).toEqual(await memory.read('t', [...'abcdefgh']));
        await checkpoint.close();
      }),
      { numRuns: 60 },
    );
  });

  it('flushes the disk once a batch, before it acknowledges it', async () => {
    await using checkpoint = createFileCheckpoint(fresh());
    await checkpoint.write([]);
    const order: string[] = [];
    const prototype = await prototypeOf();
    const sync = vi.spyOn(prototype, 'sync').mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push('flushed');
    });
    for (let batch = 0; batch < 5; batch++)
      await checkpoint
        .write(Array.from({ length: 100 }, (_, at) => entry(`${at}`)))
        .then(() => order.push('acknowledged'));
    expect(order).toEqual(Array.from({ length: 5 }, () => ['flushed', 'acknowledged']).flat());
    expect(sync).toHaveBeenCalledTimes(5);
    sync.mockRestore();
  });

  it('shrinks when most of it is outdated, without losing a line', async () => {
    const file = fresh();
    await using checkpoint = createFileCheckpoint(file, { compactAfter: 50 });
    const products = Array.from({ length: 40 }, (_, at) => `p${at}`);
    let largest = 0;
    for (let round = 0; round < 30; round++) {
      await checkpoint.write(products.map((id) => entry(id, { metadataHash: `${round}` })));
      largest = Math.max(largest, statSync(file).size);
    }
    expect(statSync(file).size).toBeLessThan(40 * 150 * 3);
    expect(largest).toBeLessThan(40 * 150 * 4);
    expect((await all(checkpoint)).map(({ metadataHash }) => metadataHash)).toEqual(products.map(() => '29'));
    expect(readdirSync(folder).filter((name) => name.includes('compacting'))).toEqual([]);
  });

  it('is read from end to end while it is written', async () => {
    await using checkpoint = createFileCheckpoint(fresh(), { compactAfter: 1 });
    const ids = Array.from({ length: 20 }, (_, at) => `p${String(at).padStart(2, '0')}`);
    await checkpoint.write(ids.map((id) => entry(id)));
    const seen: string[] = [];
    for await (const { productId } of checkpoint.entries()) {
      seen.push(productId);
      await checkpoint.write(ids.map((id) => entry(id, { metadataHash: `${seen.length}` })));
      await checkpoint.delete('t', [productId]);
    }
    expect(seen).toEqual(ids);
  });
});

describe('after a crash', () => {
  it('knows every acknowledged batch and none of the last, wherever it was torn', async () => {
    const file = fresh();
    const checkpoint = createFileCheckpoint(file);
    await checkpoint.write([entry('a'), entry('b')]);
    const acknowledged = statSync(file).size;
    await checkpoint.write([entry('c'), entry('a', { metadataHash: 'new' }), entry('d')]);
    await checkpoint.close();
    const whole = readFileSync(file);
    for (let size = acknowledged; size <= whole.length; size++) {
      const torn = fresh();
      writeFileSync(torn, whole.subarray(0, size));
      await using again = createFileCheckpoint(torn);
      const done = size === whole.length;
      expect((await all(again)).map(({ productId }) => productId)).toEqual(done ? [...'abcd'] : [...'ab']);
      await again.write([entry('e')]);
      await again.close();
      await using later = createFileCheckpoint(torn);
      expect((await all(later)).map(({ productId }) => productId)).toEqual(done ? [...'abcde'] : [...'abe']);
    }
  });

  it('takes a last batch with a hole for torn, and a hole before for damage', async () => {
    const file = fresh();
    const checkpoint = createFileCheckpoint(file);
    const sizes: number[] = [];
    for (const id of 'abc') {
      await checkpoint.write([entry(id), entry(`${id}2`)]);
      sizes.push(statSync(file).size);
    }
    await checkpoint.close();
    const whole = readFileSync(file);
    const withHole = (at: number): string => {
      const torn = fresh();
      writeFileSync(torn, Buffer.from(whole).fill(0, at, at + 20));
      return torn;
    };
    await using last = createFileCheckpoint(withHole(sizes[1]! + 10));
    expect((await all(last)).map(({ productId }) => productId)).toEqual(['a', 'a2', 'b', 'b2']);
    await using middle = createFileCheckpoint(withHole(sizes[0]! + 10));
    await expect(all(middle)).rejects.toMatchObject({
      code: 'CHECKPOINT_FAILED',
      message: expect.stringMatching(/damaged in line 5/),
    });
  });

  it('begins again where even the first line was torn, and refuses what is no checkpoint', async () => {
    const file = fresh();
    writeFileSync(file, '{"imgsearch":"che');
    await using checkpoint = createFileCheckpoint(file);
    await checkpoint.write([entry('a')]);
    expect(await all(checkpoint)).toHaveLength(1);
    for (const text of ['id,name\n1,mug\n', '{"a":1}\n', '{"imgsearch":"checkpoint","format":9}\n']) {
      const other = fresh();
      writeFileSync(other, text);
      await using wrong = createFileCheckpoint(other);
      await expect(wrong.write([entry('a')])).rejects.toMatchObject({
        code: 'CHECKPOINT_FAILED',
        message: expect.stringContaining(other),
        hint: expect.any(String),
      });
      expect(readFileSync(other, 'utf8')).toBe(text);
    }
  });

  it('leaves a rewrite that was not finished, and takes up one that was', async () => {
    const file = fresh();
    const checkpoint = createFileCheckpoint(file);
    await checkpoint.write([entry('a')]);
    await checkpoint.close();
    copyFileSync(file, `${file}.compacting`);
    truncateSync(`${file}.compacting`, 40);
    await using again = createFileCheckpoint(file);
    await again.write([entry('b')]);
    expect(existsSync(`${file}.compacting`)).toBe(false);
    expect(await all(again)).toHaveLength(2);
  });
});

describe('two writers', () => {
  it('are refused, with the one that was first, until it is closed or dead', async () => {
    const file = fresh();
    const first = createFileCheckpoint(file);
    await first.write([entry('a')]);
    const second = createFileCheckpoint(file);
    await expect(second.write([entry('b')])).rejects.toMatchObject({
      code: 'CHECKPOINT_FAILED',
      message: expect.stringContaining(`process ${process.pid}`),
      hint: expect.stringContaining('.lock'),
    });
    // Reading takes nothing away.
    expect(await all(second)).toHaveLength(1);
    await first.close();
    await second.write([entry('b')]);
    expect(await all(second)).toHaveLength(2);
    await second.close();
    expect(existsSync(`${file}.lock`)).toBe(false);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    for (const [holder, age, taken] of [
      [{ host: hostname(), pid: dead, id: 'x' }, 0, true],
      [{ host: hostname(), pid: process.pid, id: 'of a process before, with the same number' }, 0, true],
      [{ host: 'another', pid: dead, id: 'x' }, 0, false],
      [{ host: 'another', pid: dead, id: 'x' }, 61, true],
      [{ host: hostname(), pid: process.ppid, id: 'x' }, 5, false],
    ] as const) {
      writeFileSync(`${file}.lock`, JSON.stringify(holder));
      const then = new Date(Date.now() - age * 1000);
      utimesSync(`${file}.lock`, then, then);
      await using later = createFileCheckpoint(file);
      const writing = later.write([entry('c')]);
      if (taken) await writing;
      else await expect(writing).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
      rmSync(`${file}.lock`, { force: true });
    }
  });

  it('that start at the same moment: one wins, each time', async () => {
    for (let turn = 0; turn < 20; turn++) {
      const file = fresh();
      writeFileSync(`${file}.lock`, JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1, id: 'dead' }));
      const writers = Array.from({ length: 8 }, () => createFileCheckpoint(file));
      const outcomes = await Promise.allSettled(writers.map((writer) => writer.write([entry('a')])));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const writer of writers) await writer.close();
    }
  });
});

describe('a disk that fails', () => {
  it('stops it with the reason, and what was acknowledged is there afterwards', async () => {
    const file = fresh();
    const checkpoint = createFileCheckpoint(file);
    await checkpoint.write([entry('a')]);
    const prototype = await prototypeOf();
    const write = vi.spyOn(prototype, 'write').mockImplementation(async function (this: FileHandle) {
      appendFileSync(file, '{"target":"t","prod');
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    } as never);
    const expected = { code: 'CHECKPOINT_FAILED', hint: expect.stringContaining('space') };
    await expect(checkpoint.write([entry('b')])).rejects.toMatchObject(expected);
    write.mockRestore();
    // Nobody knows what the disk has: nothing more is written.
    await expect(checkpoint.write([entry('c')])).rejects.toMatchObject(expected);
    await checkpoint.close();
    await using again = createFileCheckpoint(file);
    expect((await all(again)).map(({ productId }) => productId)).toEqual(['a']);
  });

  it('goes on with the long file where there is no room to shrink it', async () => {
    const file = fresh();
    const version = (at: number) => entry('a', { metadataHash: `${at}` });
    const checkpoint = createFileCheckpoint(file, { compactAfter: 4 });
    for (let at = 0; at < 4; at++) await checkpoint.write([version(at)]);
    const prototype = await prototypeOf();
    const { write } = prototype;
    let refused = 0;
    const spy = vi.spyOn(prototype, 'write').mockImplementation(async function (
      this: FileHandle,
      ...given: unknown[]
    ) {
      if (existsSync(`${file}.compacting`)) {
        refused++;
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      }
      return (write as (...each: unknown[]) => unknown).apply(this, given);
    } as never);
    for (let at = 4; at < 9; at++) await checkpoint.write([version(at)]);
    expect(refused).toBe(1);
    expect(existsSync(`${file}.compacting`)).toBe(false);
    spy.mockRestore();
    const long = statSync(file).size;
    for (let at = 9; at < 14; at++) await checkpoint.write([version(at)]);
    expect(statSync(file).size).toBeLessThan(long);
    await checkpoint.close();
    await using again = createFileCheckpoint(file);
    expect(await again.read('t', ['a'])).toEqual([version(13)]);
  });

  it('says where it may not write', async () => {
    await using inFolder = createFileCheckpoint(folder);
    await expect(inFolder.write([])).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
    expect(() => createFileCheckpoint('')).toThrow(/Option "file"/);
    expect(() => createFileCheckpoint('a', { compact: 1 } as never)).toThrow(/compactAfter/);
  });
});
