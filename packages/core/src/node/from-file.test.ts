import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fromFile } from './from-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-from-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function chunks(file: string | URL, signal?: AbortSignal): Promise<Uint8Array[]> {
  const source = fromFile(file);
  if (typeof source !== 'function') throw new Error('not lazy');
  const all: Uint8Array[] = [];
  for await (const chunk of (await source({ signal })) as AsyncIterable<Uint8Array>) all.push(chunk);
  return all;
}

describe('fromFile', () => {
  it('reads a file in pieces, by path and by URL, and again', async () => {
    const file = path.join(folder, '사진 1.jpg');
    const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, at) => at % 251));
    writeFileSync(file, bytes);
    for (const name of [file, pathToFileURL(file), path.relative(process.cwd(), file)]) {
      const parts = await chunks(name);
      expect(parts.length).toBeGreaterThan(2);
      expect(bytes.equals(Buffer.concat(parts))).toBe(true);
    }
  });

  it('reads an empty file as nothing', async () => {
    const file = path.join(folder, 'empty');
    writeFileSync(file, '');
    expect(await chunks(file)).toEqual([]);
  });

  it('keeps the path it was given when the process moves', async () => {
    const before = process.cwd();
    writeFileSync(path.join(folder, 'a'), 'x');
    process.chdir(folder);
    const source = fromFile('a') as (options: object) => Promise<AsyncIterable<Uint8Array>>;
    process.chdir(before);
    for await (const chunk of await source({})) expect(chunk).toHaveLength(1);
    expect.assertions(1);
  });

  it.each([
    ['absent.jpg', 'no file'],
    ['', 'a folder'],
  ])('says where it looked for %j', async (name, text) => {
    const file = path.join(folder, name);
    await expect(chunks(path.relative(process.cwd(), file))).rejects.toMatchObject({
      code: 'IMAGE_NOT_FOUND',
      message: expect.stringContaining(text),
    });
    await expect(chunks(file)).rejects.toThrow(path.resolve(file));
  });

  it.runIf(process.platform === 'linux')('does not read devices', async () => {
    await expect(chunks('/dev/zero')).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'says when it may not read',
    async () => {
      const file = path.join(folder, 'closed');
      writeFileSync(file, 'x');
      chmodSync(file, 0);
      await expect(chunks(file)).rejects.toMatchObject({ code: 'SOURCE_FAILED', retryable: false });
    },
  );

  it('stops for an aborted signal', async () => {
    await expect(chunks(path.join(folder, 'any'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it.each([[''], ['a\0b'], [new URL('https://example.com/a.jpg')], [undefined]])('refuses %s', (file) => {
    expect(() => fromFile(file as string)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
  });
});
