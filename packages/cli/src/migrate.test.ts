import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHere } from '../test/terminal.ts';

const weights = path.resolve(import.meta.dirname, '../../../models/starter');
let folder: string;

const imgsearch = (...words: readonly string[]) => runHere(folder, words);
const found = async (...words: readonly string[]) => {
  const { out, err } = await imgsearch('search', 'drawn/1.png', '--everything', '--json', ...words);
  const { matches } = JSON.parse(out);
  return {
    first: matches[0],
    versions: new Set(matches.map(({ version }: { version: string }) => version)),
    err,
  };
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-migrate-'));
  mkdirSync(path.join(folder, 'drawn'));
  for (let at = 0; at < 12; at++) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><rect width="120" height="120" fill="#eee"/><rect x="20" y="${20 + at}" width="${20 + at * 6}" height="60" fill="hsl(${at * 30} 70% 45%)"/></svg>`;
    await sharp(Buffer.from(svg))
      .png()
      .toFile(path.join(folder, 'drawn', `${at}.png`));
  }
  // The starter embedder in its other precision, as somebody's own model.
  const manifest = JSON.parse(readFileSync(path.join(weights, 'src/manifests/embedding.json'), 'utf8'));
  const { path: file, ...facts } = manifest.files.int8;
  copyFileSync(path.join(weights, file), path.join(folder, path.basename(file)));
  const files = { int8: { ...facts, path: path.basename(file) } };
  writeFileSync(path.join(folder, 'mine.json'), JSON.stringify({ ...manifest, id: 'mine', files }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('plans, builds, compares, promotes, rolls back and drops', async () => {
  const mine = ['--embedding', 'mine.json'];
  expect((await imgsearch('index', 'drawn')).code).toBe(0);

  const plan = await imgsearch('migrate', 'plan', ...mine);
  expect(plan).toMatchObject({ code: 0, err: '' });
  expect(plan.out).toMatch(/^Version v1 serves, with 12 pictures/);
  expect(plan.out).toContain('embedder is');
  expect(await imgsearch('migrate', 'promote')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no version besides'),
  });

  const run = await imgsearch('migrate', 'run', ...mine);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toContain('12 pictures indexed');
  expect(run.out).toContain('It holds the same 12 pictures');
  const again = JSON.parse((await imgsearch('migrate', 'run', 'drawn', ...mine, '--json')).out);
  expect(again).toMatchObject({ failed: 0, differences: { missing: 0, extra: 0 } });

  writeFileSync(
    path.join(folder, 'queries.csv'),
    ['image,productId', 'drawn/1.png,1.png', 'drawn/2.png,2.png'].join('\n'),
  );
  const compared = JSON.parse(
    (await imgsearch('migrate', 'compare', ...mine, '--queries', 'queries.csv', '--sample', '5', '--json'))
      .out,
  );
  expect(compared).toMatchObject({ foundItself: { from: 1, to: 1 }, failed: [] });
  expect(compared.queries).toHaveLength(7);
  expect(compared.figures[0]).toMatchObject({ metric: 'recallAt1', from: 1, to: 1 });
  expect((await imgsearch('migrate', 'compare', ...mine, '--queries', 'drawn')).out).toMatch(
    /12 queries to both/,
  );

  const before = await found();
  const promoted = await imgsearch('migrate', 'promote');
  expect(promoted.out).toContain('imgsearch migrate rollback');
  const after = await found(...mine);
  expect(after.versions.size + before.versions.size).toBe(2);
  expect(after.versions).not.toEqual(before.versions);
  expect(after.first).toMatchObject({ productId: '1.png', similarity: expect.closeTo(1, 3) });
  // Who still has the old model is told, and answered from the old version.
  const stale = await found();
  expect(stale.versions).toEqual(before.versions);
  expect(stale.err).toContain('is promoted');
  expect((await imgsearch('migrate', 'rollback')).code).toBe(0);
  expect((await found()).err).toBe('');
  expect((await imgsearch('migrate', 'drop')).code).toBe(0);
  expect(await imgsearch('migrate', 'rollback')).toMatchObject({ code: 1 });
});

it('says what to do where something is wrong', async () => {
  expect(await imgsearch('migrate', 'plan')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--embedding'),
  });
  expect(await imgsearch('migrate', 'promote', '--store', 'none')).toMatchObject({
    code: 2,
    err: expect.stringContaining('imgsearch index'),
  });
  expect(await imgsearch('migrate', 'promote', '--min-coverage', '7')).toMatchObject({ code: 2 });
});
