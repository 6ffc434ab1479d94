import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostileRow, type HostileRun, putCorpus, putMutations } from './fuzz.ts';
import { countOutcomes } from './put-to-server.ts';
import { type HostileServer, startHostileServer } from './start-hostile-server.ts';
import { startJudge } from './start-judge.ts';

const data = process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../../shared/data');
const corpus = path.join(data, 'hostile');
const hasJudge = spawnSync('/usr/bin/python3', ['-c', 'import PIL, numpy']).status === 0;
if (!hasJudge && process.env.CI) throw new Error('No judge: install python3-pil and python3-numpy.');
if (!hasJudge) console.warn('!! SKIPPED: no Pillow in /usr/bin/python3, so nobody says what is readable.');
if (!existsSync(corpus)) console.warn(`!! SKIPPED: the hostile pictures are not at ${corpus}`);

const MUTATIONS = Number(process.env.IMGSEARCH_MUTATIONS ?? 400);
const SEED = Number(process.env.IMGSEARCH_SEED ?? Date.now() % 2 ** 31);
/** Files of which the two libraries think otherwise for good reason. */
const KNOWN: Readonly<Record<string, string>> = {
  'pillow/tiff_tiled_planar_16bit_RGB.tiff': 'libvips reads no tiles in separate planes',
  'pillow/tiff_tiled_planar_16bit_RGBa.tiff': 'libvips reads no tiles in separate planes',
  'pngsuite/xcsn0g01.png': 'a wrong checksum over the pixels: Pillow does not look at it',
  'pillow/truncated_end_chunk.png': 'all pixels are there, the end mark is not',
  'pillow/truncated_exif_dpi.jpg': 'Pillow stumbles over the metadata',
  'sharp/testimgl.jpg': 'lossless JPEG, which the judge has no decoder for',
  'sharp/cielab-dagams.tiff': 'a mode that the judge does not know',
  'sharp/tifftag-photoshop.tiff':
    '16 bits of Adobe RGB in the dark: the judge rounds to 8 before it converts',
};

const right = ['agrees', 'refused', 'not-decoded', 'tolerated'];
const say = (rows: readonly HostileRow[]): string[] =>
  rows.map(({ name, mutation, outcome, status, code, why, difference }) =>
    [name, mutation, outcome, status, code, why, difference?.toFixed(1)]
      .filter((each) => each !== null)
      .join(' '),
  );

describe.skipIf(!hasJudge || !existsSync(corpus))('strangers pictures, through HTTP', () => {
  let server: HostileServer;
  let run: HostileRun;
  let rest = 0;
  let ended = false;
  const judge = startJudge();
  const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-hostile-'));
  beforeAll(async () => {
    server = await startHostileServer();
    server.child.once('exit', () => {
      ended = true;
    });
    run = { url: server.url, judge, corpus, folder };
    rest = server.memory()?.now ?? 0;
  });
  afterAll(() => {
    server?.close();
    judge.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('each file of the corpus becomes the judge’s raster, or is refused with a code', async () => {
    const rows = await putCorpus(run);
    console.table(countOutcomes(rows));
    expect(rows.length).toBeGreaterThan(400);
    // AVIF is newer than the judge.
    const wrong = rows.filter(
      ({ name, kind, outcome }) =>
        !right.includes(outcome) && !(name in KNOWN) && !(kind === 'avif' && outcome === 'laxer'),
    );
    expect(say(wrong)).toEqual([]);
  });

  it(`${MUTATIONS} mutations of good files are read alike or refused, and none fails (seed ${SEED})`, async () => {
    console.log(`Seed ${SEED}: repeat with IMGSEARCH_SEED=${SEED}`);
    const rows = await putMutations(run, MUTATIONS, SEED);
    console.table(countOutcomes(rows));
    expect(say(rows.filter(({ outcome }) => outcome === 'failed'))).toEqual([]);
    expect(rows.filter(({ format }) => format !== null).length).toBeGreaterThanOrEqual(MUTATIONS / 2);
    // Where data is broken, decoders are of two minds about what is left; that must stay rare.
    const odd = rows.filter(({ outcome }) => !right.includes(outcome));
    console.log(say(odd).join('\n'));
    expect(odd.length).toBeLessThanOrEqual(MUTATIONS * 0.08);
  });

  it('the process never ended, and took at most 512 MB more than at rest', () => {
    expect(ended).toBe(false);
    const memory = server.memory();
    if (!memory) return console.warn('!! SKIPPED: the memory of another process is not told here.');
    console.log(`${rest.toFixed(0)} MB at rest, ${memory.peak.toFixed(0)} MB at most`);
    expect(memory.peak - rest).toBeLessThanOrEqual(512);
  });
});
