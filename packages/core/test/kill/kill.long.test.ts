import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type DeadLetter, listDeadLetters } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasData, judge, makeCatalogue, pillow, REPLACED, type TestProduct } from './catalogue.ts';
import type { Stage, Task } from './index-catalogue.ts';
import type { StorePlace } from './open-test-store.ts';

const KILLS = 25;
const STAGES: readonly Stage[] = [
  ...([
    'in-compaction',
    'after-decode',
    'before-write',
    'between-write-and-delete',
    'before-journal',
  ] as const),
];
const [batchSize, concurrency] = [8, 4];
/** What a kill may cost: pictures in flight, each computed but not yet remembered. */
const IN_FLIGHT = batchSize * concurrency;
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-kill-'));
const child = path.join(import.meta.dirname, 'index-catalogue.ts');
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const each of running) each.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Outcome {
  readonly signal: string | null;
  readonly code: number | null;
  readonly report?: Record<string, unknown> | undefined;
  readonly acknowledged: number;
}

/** Runs a process to its end. @param onAcknowledged ids of records; true kills it */
async function run(
  task: Task,
  onAcknowledged: (ids: readonly string[]) => boolean = () => false,
): Promise<Outcome> {
  const process_ = spawn(process.execPath, [child, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(process_);
  const ended = new Promise<[number | null, string | null]>((resolve) =>
    process_.once('exit', (code, signal) => resolve([code, signal])),
  );
  let report: Record<string, unknown> | undefined;
  let acknowledged = 0;
  for await (const line of createInterface({ input: process_.stdout! })) {
    const message = JSON.parse(line) as { acknowledged?: string[]; report?: Record<string, unknown> };
    report = message.report ?? report;
    acknowledged += message.acknowledged?.length ?? 0;
    if (message.acknowledged && onAcknowledged(message.acknowledged)) process_.kill('SIGKILL');
  }
  const [code, signal] = await ended;
  running.delete(process_);
  return { code, signal, report, acknowledged };
}

interface DumpedRecord {
  readonly id: string;
  readonly vector: readonly number[];
  readonly category: string;
  readonly metadata: { readonly price: number };
}
const recordsOf = (file: string): DumpedRecord[] => JSON.parse(readFileSync(file, 'utf8')) as DumpedRecord[];

async function deadLettersIn(checkpoint: string): Promise<DeadLetter[]> {
  const file = createFileCheckpoint(checkpoint);
  const found: DeadLetter[] = [];
  for await (const letter of listDeadLetters(file)) found.push(letter);
  await file.close();
  return found;
}
const lines = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;

const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

const ready = hasData && pillow;
if (!ready) {
  const what = hasData ? 'no Pillow for /usr/bin/python3' : 'no shared/data';
  if (process.env.CI && hasData)
    throw new Error(`In CI bad pictures are judged by Pillow, and there is ${what}.`);
  console.warn(`!! SKIPPED: the kills of an index run, for there is ${what}.`);
}

describe.skipIf(!ready)('an index run of 1,000 pictures', () => {
  let before: TestProduct[];
  let after: TestProduct[];
  let judged: ReturnType<typeof judge>;
  const files = { before: path.join(folder, 'before.json'), after: path.join(folder, 'after.json') };
  const idsOf = (products: readonly TestProduct[], verdicts: readonly string[]): string[] =>
    products.flatMap(({ id, images }) =>
      images.filter(({ file }) => verdicts.includes(judged.get(file)!)).map((image) => `${id}/${image.id}`),
    );

  beforeAll(async () => {
    ({ before, after } = await makeCatalogue(path.join(folder, 'photos')));
    judged = judge([...before, ...after].flatMap(({ images }) => images.map(({ file }) => file)));
    writeFileSync(files.before, JSON.stringify(before));
    writeFileSync(files.after, JSON.stringify(after));
    expect(before.flatMap(({ images }) => images)).toHaveLength(1000);
  });

  const survives = async (name: string, placeOf: (run: string) => StorePlace): Promise<void> => {
    console.log(`${name}: seed ${seed}`);
    const random = randomFrom(seed);
    const taskOf = (run: string, products: string): Task => ({
      products,
      store: placeOf(run),
      checkpoint: path.join(folder, `${name}-${run}.checkpoint`),
      computed: path.join(folder, `${name}-${run}.computed`),
      batchSize,
      concurrency,
      dump: path.join(folder, `${name}-${run}.records`),
    });
    // What no kill touched, of the catalogue as it is in the end.
    const whole = taskOf('whole', files.after);
    writeFileSync(whole.computed, '');
    expect(await run(whole)).toMatchObject({ code: 0 });

    // The first night, with 25 kills.
    const first = taskOf('killed', files.before);
    writeFileSync(first.computed, '');
    const good = idsOf(before, ['good', 'either']).length;
    const points = Array.from(
      { length: KILLS },
      () => 1 + Math.floor(random() * (good - 4 * IN_FLIGHT)),
    ).sort((a, b) => a - b);
    const known = new Set<string>();
    let [kills, killsAfterTheFirst] = [0, 0];
    for (const point of points) {
      const outcome = await run(first, (ids) => {
        for (const id of ids) known.add(id);
        return known.size >= point;
      });
      expect(outcome.signal, `kill at ${point} of ${good}`).toBe('SIGKILL');
      kills++;
      if (outcome.acknowledged > 0) killsAfterTheFirst++;
    }
    expect(killsAfterTheFirst).toBeGreaterThanOrEqual(20);
    expect(await run(first)).toMatchObject({ code: 0 });
    const computed = lines(first.computed);
    console.log(
      `${name}: ${computed} computations of ${good} good pictures, ${kills} kills, ${IN_FLIGHT} in flight`,
    );
    expect(computed).toBeLessThanOrEqual(good + kills * IN_FLIGHT);

    // The night after: every price is another, some pictures are; killed once in every stage.
    const second = taskOf('killed', files.after);
    for (const stage of STAGES) expect((await run({ ...second, stage })).signal, stage).toBe('SIGKILL');
    const last = await run(second);
    expect(last).toMatchObject({ code: 0 });
    const changed = lines(second.computed) - computed;
    console.log(`${name}: ${changed} computations the night after, ${STAGES.length} kills`);
    expect(changed).toBeLessThanOrEqual(after.length - before.length + 60 + STAGES.length * IN_FLIGHT);

    // Everything is there once, as if nothing had happened.
    const records = recordsOf(second.dump!);
    const reference = new Map(recordsOf(whole.dump!).map((record) => [record.id, record]));
    const ids = records.map(({ id }) => id).sort();
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toEqual([...reference.keys()].sort());
    const [must, mustNot] = [idsOf(after, ['good']), idsOf(after, ['bad'])].map((list) =>
      list.map(decodeURI),
    );
    expect(must!.filter((id) => !ids.includes(id))).toEqual([]);
    expect(mustNot!.filter((id) => ids.includes(id))).toEqual([]);
    const prices = new Map(after.map(({ id, price }) => [id, price]));
    for (const { id, vector, category, metadata } of records) {
      const own = reference.get(id)!;
      const similarity = cosine(vector, own.vector);
      expect(similarity, id).toBeGreaterThanOrEqual(0.9999);
      for (const other of reference.values())
        expect(cosine(vector, other.vector) - similarity, `${id} and ${other.id}`).toBeLessThan(1e-6);
      expect(category, id).toBe(own.category);
      expect(metadata.price, id).toBe(prices.get(id.split('/')[0]!));
    }
    const letters = await deadLettersIn(second.checkpoint);
    const listed = letters.map(({ productId, imageId }) => `${productId}/${imageId}`);
    expect(listed.sort()).toEqual([...new Set(listed)]);
    expect(mustNot!.filter((id) => !listed.includes(id))).toEqual([]);
    expect(must!.filter((id) => listed.includes(id))).toEqual([]);
    for (const { kind, message, code, attempts } of letters) {
      expect(['unreadable', 'too-large']).toContain(kind);
      expect([message.length > 10, code.length > 5, attempts >= 1]).toEqual([true, true, true]);
    }
    expect(ids.length + listed.length).toBe(1000);
    expect(REPLACED).toBe(ids.filter((id) => id.endsWith('/new')).length);
  };

  it('survives every kill on LanceDB', () =>
    survives('lancedb', (name) => ({ kind: 'lancedb', folder: path.join(folder, `lancedb-${name}`) })));

  const [server] = inject('openSearchServers');
  it.skipIf(server === undefined)('survives every kill on OpenSearch', async () => {
    const prefix = `kill_${seed}_`;
    try {
      await survives('opensearch', (name) => ({
        kind: 'opensearch',
        url: server!.url,
        name: `${prefix}${name}`,
      }));
    } finally {
      await fetch(`${server!.url}/${prefix}*`, { method: 'DELETE' });
    }
  });
});
