import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Bar, checkResults } from './check-results.ts';
import { hashOf } from './result.ts';
import { figure } from './statistics.ts';

const configuration = { pictures: 3 };
const bars = [{ suite: 'speed', figure: 'ratio', atLeast: 2 }];

async function check(
  result: object | undefined,
  now: { configuration?: unknown; weights?: Record<string, string>; bars?: readonly Bar[] } = {},
): Promise<string[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bars-'));
  try {
    if (result) await writeFile(path.join(folder, 'speed.json'), JSON.stringify(result));
    return await checkResults({
      folder,
      bars: now.bars ?? bars,
      configurations: { speed: now.configuration ?? configuration },
      weights: now.weights ?? { embedding: 'aa' },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const good = {
  hashes: { configuration: hashOf(configuration), embedding: 'aa' },
  figures: { ratio: figure([2.1, 2.5, 2.2], 'ratio') },
};

test('a fresh result over its bar passes', async () => {
  expect(await check(good)).toEqual([]);
});

test('a missing result, a missing figure, a short one and a stale one are each named', async () => {
  expect(await check(undefined)).toEqual([expect.stringContaining('missing')]);
  expect(await check({ ...good, figures: {} })).toEqual([expect.stringContaining('ratio is missing')]);
  expect(await check({ ...good, figures: { ratio: figure([1.9], 'ratio') } })).toEqual([
    expect.stringContaining('at least 2'),
  ]);
  expect(await check(good, { configuration: { pictures: 4 } })).toEqual([expect.stringContaining('stale')]);
  expect(await check(good, { weights: { embedding: 'bb' } })).toEqual([
    expect.stringContaining('embedding weights changed'),
  ]);
});

test('a figure of nothing is missing, under a bar for the most as well', async () => {
  const nothing = { ...good, figures: { ratio: figure([], 'ratio') } };
  expect(await check(nothing)).toEqual([expect.stringContaining('missing')]);
  const atMost = [{ suite: 'speed', figure: 'ratio', atMost: 2 }];
  expect(await check(nothing, { bars: atMost })).toEqual([expect.stringContaining('missing')]);
  expect(await check(good, { bars: atMost })).toEqual([expect.stringContaining('at most 2')]);
});

test('bars of no suite are named, and the others still checked', async () => {
  const complaints = await check(good, { bars: [{ suite: 'gone', figure: 'ratio' }, ...bars] });
  expect(complaints).toEqual([expect.stringContaining('gone')]);
});

test('a suite that no bar names may be missing, and must not be stale', async () => {
  expect(await check(undefined, { bars: [] })).toEqual([]);
  expect(await check(good, { bars: [] })).toEqual([]);
  expect(await check(good, { bars: [], configuration: { pictures: 4 } })).toEqual([
    expect.stringContaining('stale'),
  ]);
});
