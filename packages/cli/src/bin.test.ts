import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Calibration, SearchResult } from '@imgsearch/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runApart, runHere } from '../test/terminal.ts';
import type { EvaluationFile } from './result-file.ts';
import { version } from './version.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const photos = path.join(process.env.IMGSEARCH_DATA ?? path.join(root, '../shared/data'), 'storefront');
let folder: string;

const imgsearch = (words: readonly string[], signal?: NodeJS.Signals) => runApart(folder, words, signal);
const imgsearchHere = (words: readonly string[]) => runHere(folder, words);

const shapes: Readonly<Record<string, string>> = {
  disc: '<circle cx="100" cy="100" r="60" fill="COLOR"/>',
  cross: '<path d="M80 30h40v50h50v40h-50v50h-40v-50h-50v-40h50z" fill="COLOR"/>',
  ring: '<circle cx="100" cy="100" r="50" fill="none" stroke="COLOR" stroke-width="24"/>',
};
const colors = ['#b22', '#c33', '#27b', '#38c'];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-cli-'));
  for (const [label, shape] of Object.entries(shapes)) {
    mkdirSync(path.join(folder, 'drawn', label), { recursive: true });
    for (const [at, color] of colors.entries()) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#f4f4f4"/>${shape.replace('COLOR', color)}</svg>`;
      await sharp(Buffer.from(svg))
        .jpeg()
        .toFile(path.join(folder, 'drawn', label, `${at}.jpg`));
    }
  }
});
beforeAll(async () => {
  // Sets that cannot be all right: the labels of half the pictures say nothing of what is on them.
  for (const [at, [shape, color]] of Object.values(shapes)
    .flatMap((drawn) => [...colors, '#484', '#a5a', '#444', '#e81'].map((paint) => [drawn, paint] as const))
    .entries()) {
    const label = at % 8 < 2 ? 'red' : at % 8 < 4 ? 'blue' : `odd${at % 3}`;
    mkdirSync(path.join(folder, 'many', label), { recursive: true });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#f4f4f4"/>${shape.replace('COLOR', color)}</svg>`;
    await sharp(Buffer.from(svg))
      .jpeg()
      .toFile(path.join(folder, 'many', label, `${at}.jpg`));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('eval', () => {
  it('measures a folder per class: a table, JSON, and a report that needs no other file', async () => {
    const { code, out, err } = await imgsearch([
      'eval',
      'drawn',
      '--json',
      'a.json',
      '--html',
      'report.html',
    ]);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/│ gated +│/);
    const file: EvaluationFile = JSON.parse(readFileSync(path.join(folder, 'a.json'), 'utf8'));
    expect(file.runs.map(({ mode }) => mode)).toEqual(['off', 'always', 'auto']);
    for (const { queries } of file.runs) {
      expect(queries).toHaveLength(12);
      for (const { relevant, answers } of queries) {
        expect(relevant).toBe(3);
        expect(answers.length).toBe(10);
      }
    }
    const page = readFileSync(path.join(folder, 'report.html'), 'utf8');
    expect(page).toContain('recall@5');
    expect(page.match(/(?:src|href)="(?!data:)/)).toBeNull();
  });

  it('compares two results: a result with itself is within noise', async () => {
    await imgsearchHere(['eval', 'drawn', '--modes', 'off', '--json', 'b.json']);
    const { code, out } = await imgsearchHere(['eval', 'compare', 'b.json', 'b.json', '--json']);
    expect(code).toBe(0);
    const comparisons = JSON.parse(out);
    expect(comparisons).toHaveLength(5);
    expect(comparisons[0]).toMatchObject({
      mode: 'off',
      queries: 12,
      difference: { value: 0 },
      beyondNoise: false,
    });
  });

  it('compares two models on the same data', async () => {
    const weights = path.join(root, 'models', 'starter');
    const manifest = JSON.parse(
      readFileSync(path.join(weights, 'src', 'manifests', 'embedding.json'), 'utf8'),
    );
    for (const precision of ['fp32', 'int8']) {
      const { path: file, ...facts } = manifest.files[precision];
      const name = path.basename(file);
      copyFileSync(path.join(weights, file), path.join(folder, name));
      const files = { [precision]: { ...facts, path: name } };
      writeFileSync(path.join(folder, `${precision}.json`), JSON.stringify({ ...manifest, files }));
    }
    const words = ['eval', 'compare', 'fp32.json', 'int8.json', '--modes', 'off'];
    expect(await imgsearchHere(words)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--data DATA'),
    });
    const { code, out, err } = await imgsearchHere([...words, '--data', 'drawn']);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/recall@1 .* 12 /);
  });

  it('reads CSV and JSON, keeps a broken picture to itself, and names it', async () => {
    writeFileSync(path.join(folder, 'broken.jpg'), 'no picture');
    const rows = ['disc', 'ring'].flatMap((label) =>
      colors.map((_, at) => ({
        image: `drawn/${label}/${at}.jpg`,
        label,
        split: at === 0 ? 'query' : 'catalogue',
      })),
    );
    const all = [...rows, { image: 'broken.jpg', label: 'disc', split: 'query' }];
    writeFileSync(path.join(folder, 'set.json'), JSON.stringify(all));
    const csv = all.map(({ image, label, split }) => `${image},${label},${split}`);
    writeFileSync(path.join(folder, 'set.csv'), ['image,label,split', ...csv].join('\n'));
    for (const set of ['set.json', 'set.csv']) {
      const { code, out } = await imgsearchHere(['eval', set, '--modes', 'off', '--json', 'c.json']);
      expect(code).toBe(0);
      expect(out).toContain('not searched: broken.jpg');
      const { runs } = JSON.parse(readFileSync(path.join(folder, 'c.json'), 'utf8')) as EvaluationFile;
      expect(runs[0]!.queries).toHaveLength(3);
      expect(runs[0]!.catalogue.indexed).toBe(6);
    }
  });
});

describe('index and search', () => {
  it('fills a folder, finds the picture again, and keeps what is broken out of it', async () => {
    const products = Object.keys(shapes).map((id) => ({
      id,
      images: [0, 1].map((at) => `drawn/${id}/${at}.jpg`),
      category: 'shoes',
      price: 9,
    }));
    writeFileSync(path.join(folder, 'no.jpg'), 'no picture');
    writeFileSync(
      path.join(folder, 'shop.json'),
      JSON.stringify([...products, { id: 'no', image: 'no.jpg' }]),
    );
    const indexed = await imgsearch(['index', 'shop.json', '--json']);
    expect(indexed.err).toContain('no: ');
    expect(indexed.code).toBe(1);
    expect(JSON.parse(indexed.out)).toMatchObject({ indexed: 6, failed: 1, products: 4 });

    const found = await imgsearchHere(['search', 'drawn/ring/1.jpg', '--everything', '--json']);
    expect(found.code).toBe(0);
    const { matches } = JSON.parse(found.out);
    expect(matches[0]).toMatchObject({ productId: 'ring', imageId: '1', metadata: { price: 9 } });
    expect(matches[0].similarity).toBeCloseTo(1, 3);
    expect(matches).toHaveLength(3);
    const shown = await imgsearchHere(['search', 'drawn/ring/1.jpg', '--in', 'shoes', '--limit', '1']);
    expect(shown.out).toMatch(/│ ring +│ 1\.000/);
  });

  it('goes on where it ended, lists what failed, and tries that again when it is mended', async () => {
    const again = await imgsearchHere(['index', 'shop.json', '--json', '--progress', 'lines']);
    expect(JSON.parse(again.out)).toMatchObject({ indexed: 0, skipped: 6, failed: 1 });
    const lines = again.err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event }) => event)).toContain('failure');
    expect(lines.at(-1)).toMatchObject({ event: 'end', failuresByKind: { unreadable: 1 } });
    expect((await imgsearchHere(['failures'])).out).toMatch(/│ no +│ 0 +│ unreadable +│/);
    expect((await imgsearchHere(['failures', '--csv'])).out).toMatch(
      /^productId,imageId,kind.*\r\nno,0,unreadable/,
    );
    copyFileSync(path.join(folder, 'drawn/disc/0.jpg'), path.join(folder, 'no.jpg'));
    const mended = await imgsearchHere(['index', 'shop.json', '--retry-failed', '--json']);
    expect(mended.code).toBe(0);
    expect(JSON.parse(mended.out)).toMatchObject({ indexed: 1, failed: 0 });
    expect((await imgsearchHere(['failures'])).out).toBe('Nothing failed.\n');
  });

  it('reads CSV and JSON lines, and says which row is broken', async () => {
    writeFileSync(path.join(folder, 'shop.csv'), 'id,images,price\nd,drawn/disc/0.jpg|drawn/disc/1.jpg,9\n');
    const csv = await imgsearchHere(['index', 'shop.csv', '--store', 'csv', '--json']);
    expect(JSON.parse(csv.out)).toMatchObject({ products: 1, indexed: 2 });
    writeFileSync(path.join(folder, 'empty.csv'), 'id,images,price\n');
    const emptied = await imgsearchHere(['index', 'empty.csv', '--store', 'csv', '--prune']);
    expect(emptied).toMatchObject({ code: 0, err: expect.stringContaining('Nothing was pruned') });
    writeFileSync(path.join(folder, 'bad.ndjson'), '{ "image": "x.jpg" }\n');
    const words = ['index', 'bad.ndjson', '--store', 'csv', '--memory', '4000', '--failure-limit', '1'];
    const { code, err } = await imgsearchHere([...words, '--progress', 'lines']);
    const lines = err.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line)).at(-1)).toMatchObject({
      ...{ event: 'error', code: 'SOURCE_FAILED', indexed: 0 },
      message: expect.stringContaining('row 1 has no id'),
    });
    expect(code).toBe(1);
  });

  it('asks in other ways: like a product, unlike another, with several photos, a part of one, page by page', async () => {
    const ask = async (...words: string[]) => {
      const { code, out, err } = await imgsearchHere(['search', ...words, '--json']);
      expect(err).toBe('');
      expect(code).toBe(0);
      const result: SearchResult = JSON.parse(out);
      return result;
    };
    const ids = ({ matches }: SearchResult) => matches.map(({ productId }) => productId);
    expect(ids(await ask('--like', 'ring', '--exclude', 'no')).sort()).toEqual(['cross', 'disc']);
    expect(ids(await ask('--like', 'ring', '--not', 'cross', '--exclude', 'no'))).toEqual(['disc']);
    const two = await ask('drawn/ring/1.jpg', 'drawn/ring/0.jpg', '--exclude', 'disc', 'cross', 'no');
    expect(ids(two)).toEqual(['ring']);
    expect(two.query.photos).toHaveLength(2);
    const whole = ids(await ask('drawn/ring/1.jpg', '--diversity', '0.5'));
    const pages = await Promise.all(
      [1, 2].map((page) =>
        ask('drawn/ring/1.jpg', '--diversity', '0.5', '--limit', '2', '--page', `${page}`),
      ),
    );
    expect(pages.flatMap(ids)).toEqual(whole);
    expect(ids(await ask('drawn/ring/1.jpg', '--min-similarity', '0.99'))).toEqual(['ring']);
    // The starter reads no words, and says so.
    for (const photo of [[], ['drawn/ring/1.jpg']]) {
      const { code, err } = await imgsearchHere(['search', ...photo, '--text', 'a ring']);
      expect(err).toMatch(/no text tower.*CLIP/s);
      expect(code).toBe(1);
    }
    const part = await ask('drawn/ring/1.jpg', '--box', '0,0,0.5,0.5');
    expect(part.matches[0]!.similarity).toBeLessThan(0.99);
  });

  it('calibrates what a confident match is, and says so', async () => {
    const { code, out, err } = await imgsearchHere([
      ...[
        'eval',
        'many',
        '--modes',
        'off',
        '--everything',
        '--calibration',
        'sure.json',
        '--confident',
        '0.6',
      ],
    ]);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/Calibration of 24 queries, background off, in sure\.json\./);
    expect(out).toContain('add queries for what it does not have');
    const written: Calibration = JSON.parse(readFileSync(path.join(folder, 'sure.json'), 'utf8'));
    expect(written).toMatchObject({ format: 'imgsearch-calibration-1', threshold: 0.6 });
    const words = ['search', 'drawn/ring/1.jpg', '--calibration', 'sure.json'];
    expect((await imgsearchHere(words)).out).toMatch(/confident match \(\d+ %\)/);
    const { confidence } = JSON.parse((await imgsearchHere([...words, '--json'])).out) as SearchResult;
    expect(confidence!.probability).toBeGreaterThan(0);
    const few = await imgsearchHere(['eval', 'drawn', '--modes', 'off', '--calibration', 'few.json']);
    expect(few).toMatchObject({ code: 2, err: expect.stringContaining('at least 20') });
    expect(existsSync(path.join(folder, 'few.json'))).toBe(false);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is stopped by %s with %i, to go on later', async (signal, expected) => {
    const words = ['index', 'many', '--store', signal, '--progress', 'lines', '--json'];
    const { code, err, out } = await imgsearch(words, signal);
    expect(err).toContain('Stopping');
    expect(code).toBe(expected);
    const { aborted, indexed } = JSON.parse(out);
    expect(aborted).toBe(true);
    expect(JSON.parse((await imgsearchHere(words)).out)).toMatchObject({
      skipped: indexed,
      indexed: 24 - indexed,
    });
  });

  it('indexes a folder, each picture a product', async () => {
    const { code, out } = await imgsearchHere(['index', 'drawn', '--store', 'other']);
    expect(out).toContain('12 pictures of 12 products in other');
    expect(code).toBe(0);
  });
});

describe('what people get wrong', () => {
  it.each([
    [['eval'], "missing required argument 'DATA'"],
    [['eval', 'nowhere'], 'Nothing is there'],
    [['eval', 'drawn', '--modes', 'of'], 'none of off, on, gated'],
    [['eval', 'drawn', '--htlm', 'x'], '(Did you mean --html?)'],
    [['eval', 'bad.csv'], 'row 1 has neither label nor productId'],
    [['eval', 'odd.csv'], 'column "lable" is not known'],
    [['eval', 'compare', 'bad.csv', 'bad.csv'], 'Make one with: imgsearch eval'],
    [['serach'], 'unknown command'],
    [['search', 'drawn/disc/0.jpg', '--store', 'none'], 'imgsearch index PRODUCTS'],
    [['search', 'drawn/disc/0.jpg', '--limit', '0'], 'from 1 to 100'],
    [['search'], 'Name a photo'],
    [['search', 'drawn/disc/0.jpg', '--like', 'disc'], 'Name a photo'],
    [['search', '--text', 'a ring', '--like', 'disc'], 'Name a photo'],
    [['search', 'drawn/disc/0.jpg', 'drawn/disc/1.jpg', '--text', 'a ring'], 'about one photo'],
    [['search', 'drawn/disc/0.jpg', '--min-similarity', '2'], 'from -1 to 1'],
    [['search', '--like', 'disc', '--box', '0,0,1,1'], 'part of one photo'],
    [['search', 'drawn/disc/0.jpg', '--box', '0,0,1'], 'left,top,width,height'],
    [['search', 'drawn/disc/0.jpg', '--box', '0.5,0,1,1'], '"box"'],
    [['search', 'drawn/disc/0.jpg', '--calibration', 'nowhere.json'], 'imgsearch eval DATA --calibration'],
    [['index', 'nowhere'], 'it does not exist'],
    [['index', 'drawn', '--memory', 'much'], 'It takes a number'],
  ])('%j ends with 2 and says what to do', async (words, said) => {
    writeFileSync(path.join(folder, 'bad.csv'), 'image,label\nx.jpg,\n');
    writeFileSync(path.join(folder, 'odd.csv'), 'image,lable\nx.jpg,disc\n');
    const { code, err } = await imgsearchHere(words);
    expect(err).toContain(said);
    expect(err).not.toContain('    at ');
    expect(code).toBe(2);
  });

  it('a manifest that is none ends with 1 and the page that explains manifests', async () => {
    const { code, err } = await imgsearchHere(['models', 'check', '--embedding', 'nowhere.json']);
    expect(err).toContain('MODEL_NOT_FOUND');
    expect(code).toBe(1);
  });

  it('a manifest that names a file outside its folder ends with 2, and with no stack', async () => {
    const file = path.join(root, 'models', 'starter', 'src', 'manifests', 'embedding.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    const files = { fp32: { ...manifest.files.fp32, path: '../embedding.onnx' } };
    writeFileSync(path.join(folder, 'outside.json'), JSON.stringify({ ...manifest, files }));
    const { code, err } = await imgsearchHere(['models', 'check', '--embedding', 'outside.json']);
    expect(err).not.toContain('    at ');
    expect(code).toBe(2);
  });
});

it('lists the models and runs them', async () => {
  const list = JSON.parse((await imgsearch(['models', 'list', '--json'])).out);
  expect(list.filter(({ files }: { files: string }) => files === 'included')).toHaveLength(3);
  const checked = JSON.parse((await imgsearch(['models', 'check', '--json'])).out);
  expect(checked.map(({ role }: { role: string }) => role)).toEqual(['background', 'embedding', 'category']);
});

it('shows its version, and help with examples', async () => {
  expect((await imgsearch(['--version'])).out.trim()).toBe(version);
  expect((await imgsearchHere(['eval', '--help'])).out).toContain(
    'imgsearch eval compare before.json after.json',
  );
});

if (!existsSync(photos)) console.warn(`!! SKIPPED: no photos in ${photos}; set IMGSEARCH_DATA.`);
it.skipIf(!existsSync(photos))('real photos: a picture and its crop are one product', async () => {
  const names = readdirSync(photos, { recursive: true })
    .map(String)
    .filter((name) => /\.(jpe?g|png|webp)$/.test(name))
    .sort()
    .slice(0, 20);
  mkdirSync(path.join(folder, 'crops'), { recursive: true });
  const rows = ['image,productId,split'];
  for (const [at, name] of names.entries()) {
    const file = path.join(photos, name);
    const { width, height } = await sharp(file).metadata();
    const box = { left: Math.round(width * 0.05), top: Math.round(height * 0.05) };
    const size = { width: Math.round(width * 0.88), height: Math.round(height * 0.88) };
    await sharp(file)
      .extract({ ...box, ...size })
      .jpeg()
      .toFile(path.join(folder, 'crops', `${at}.jpg`));
    rows.push(`${file},p${at},catalogue`, `crops/${at}.jpg,p${at},query`);
  }
  writeFileSync(path.join(folder, 'crops.csv'), rows.join('\n'));
  const { code } = await imgsearchHere(['eval', 'crops.csv', '--modes', 'off,gated', '--json', 'd.json']);
  expect(code).toBe(0);
  const { figures } = JSON.parse(readFileSync(path.join(folder, 'd.json'), 'utf8')) as EvaluationFile;
  expect(figures[0]!.overall.recallAt5.value).toBeGreaterThan(0.8);
});
