import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHere } from '../test/terminal.ts';
import type { EvaluationFile } from './result-file.ts';

let folder: string;
async function imgsearch(...words: string[]): Promise<string> {
  const { code, out, err } = await runHere(folder, words);
  expect(code, err).toBe(0);
  return out;
}

/** Three products with three pictures each, and a photo to ask with. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-ensembles-'));
  mkdirSync(path.join(folder, 'shop'));
  const rows = ['image,productId,split'];
  for (const [product, turn] of [0, 120, 240].entries())
    for (const at of [0, 1, 2, 3]) {
      const file = `shop/${product}-${at}.png`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160"><rect width="160" height="160" fill="#eee"/><path d="M40 40 L120 ${60 + 10 * at} L80 130 z" fill="hsl(${turn + 8 * at},70%,45%)"/></svg>`;
      await sharp(Buffer.from(svg)).png().toFile(path.join(folder, file));
      rows.push(`${file},p${product},${at === 3 ? 'query' : 'catalogue'}`);
    }
  writeFileSync(path.join(folder, 'shop.csv'), `${rows.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('evaluates several looks and pictures beside the plain pipeline, with gain and cost', async () => {
  const words = [
    'eval',
    'shop.csv',
    '--modes',
    'off',
    '--augment',
    'mirror',
    '--views',
    'top:2',
    '--json',
    'a.json',
  ];
  const out = await imgsearch(...words);
  expect(out).toMatch(/against the plain pipeline.*gain, points/);
  expect(out).toMatch(/recall@1, background off.*p = 1\.000.*within noise/);
  expect(out).toMatch(/Cost, background off: embedding takes \d+\.\d times as long/);
  const file: EvaluationFile = JSON.parse(readFileSync(path.join(folder, 'a.json'), 'utf8'));
  expect(file.views).toEqual({ top: 2 });
  expect(file.models.embedding!.fingerprint).toBe(
    `augmented(mirror):${file.againstPlain!.models.embedding!.fingerprint}`,
  );
  expect(file.againstPlain!.comparisons).toHaveLength(5);
  expect(file.againstPlain!.cost[0]!.embed).toBeGreaterThan(0);
});

it('keeps the head of the starter beside a second embedder, and is silent about the plain pipeline where it is that', async () => {
  const out = await imgsearch(
    'eval',
    'shop.csv',
    '--modes',
    'off',
    '--embedding',
    'starter,starter',
    '--weights',
    '2,1',
  );
  expect(out).toContain('against the plain pipeline');
  expect(await imgsearch('eval', 'shop.csv', '--modes', 'off', '--views', 'best')).not.toContain(
    'against the plain',
  );
});

it('indexes and searches with the same views, and refuses the store to others', async () => {
  writeFileSync(
    path.join(folder, 'shop.json'),
    JSON.stringify(
      [0, 1, 2].map((p) => ({ id: `p${p}`, images: [0, 1, 2].map((at) => `shop/${p}-${at}.png`) })),
    ),
  );
  await imgsearch('index', 'shop.json', '--augment', 'mirror', '--store', 'kept');
  const words = ['search', 'shop/1-3.png', '--store', 'kept', '--everything', '--views', 'mean', '--json'];
  const { matches } = JSON.parse(await imgsearch(...words, '--augment', 'mirror'));
  expect(matches[0]).toMatchObject({
    productId: 'p1',
    views: expect.arrayContaining([expect.objectContaining({ imageId: '0' })]),
  });
  const other = await runHere(folder, words);
  expect(other.code).toBe(1);
  expect(other.err).toContain('augmented(mirror)');
});

it.each([
  [['--weights', '1,2'], '--weights'],
  [['--views', 'mean', '--calibration', 'c.json'], 'Leave --views out'],
])('%j ends with 2 and says what to do', async (words, said) => {
  const { code, err } = await runHere(folder, ['eval', 'shop.csv', '--modes', 'off', ...words]);
  expect(err).toContain(said);
  expect(err).not.toContain('    at ');
  expect(code).toBe(2);
});
