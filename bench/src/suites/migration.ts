import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline, type VectorStore } from '@imgsearch/core';
import { createMigration } from '@imgsearch/core/migration';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { type DrillReport, runDrill } from '../../../examples/express/test/migration/run-drill.ts';
import type { SeenAnswer } from '../../../examples/express/test/migration/search-until-told.ts';
import { interleave, ratios } from '../lib/interleave.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';

export const configuration = {
  drill: { products: 60, answers: 2000 },
  /** Milliseconds after a switch that count as its own. */
  around: 500,
  build: { pictures: 300, pairs: 5, workingSizes: [512, 448] },
  look: { records: 20_000 },
} as const;

/** Two processes search through promotions and rollbacks; building against plain indexing; a look through both versions. */
export async function migration(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-migration-'));
  const figures: Record<string, Figure> = {};
  try {
    const { products, answers } = configuration.drill;
    const place = { folder: path.join(folder, 'drill') };
    Object.assign(
      figures,
      drillFigures(await runDrill({ place, pictures: path.join(folder, 'drawn'), products, answers })),
    );
    Object.assign(figures, await buildFigures(folder));
    figures['look.records-a-second'] = figure([await lookRate(path.join(folder, 'look'))], 'records/s');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await writeResult({
    suite: 'migration',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'LanceDB. answers: searches that two processes, one on each model, began after the first promotion; of-two and failed count among all.',
      `search.near-switch-over-calm: p95 of searches within ${configuration.around} ms of a promotion or rollback over the p95 of all others, same processes.`,
      'build.over-index: pictures a second of a migration from originals over those of an index run of the same pictures with the same models, in turn.',
      'look: records of 128 numbers, both versions alike, no picture read.',
    ],
  });
}

function drillFigures({ seen, switches }: DrillReport): Record<string, Figure> {
  const all: SeenAnswer[] = [...seen.old, ...seen.new];
  const since = all.filter(({ at }) => at >= switches[0]!.at);
  const isNear = ({ at, took }: SeenAnswer): boolean =>
    switches.some((each) => at + took >= each.at && at <= each.at + each.took + configuration.around);
  const p95 = (answers: readonly SeenAnswer[]): number =>
    quantile(
      answers.map(({ took }) => took),
      0.95,
    );
  const times = (odd: number): number[] =>
    switches.filter((_, round) => round % 2 === odd).map(({ took }) => took);
  const ofTwo = all.filter(({ versions }) => new Set(versions).size > 1).length;
  return {
    answers: figure([since.length], 'searches'),
    failed: figure([all.filter(({ error }) => error !== undefined).length], 'searches'),
    'of-two': figure([ofTwo], 'answers'),
    promote: figure(times(0), 'ms'),
    rollback: figure(times(1), 'ms'),
    'search.near-switch-over-calm': figure(
      [p95(since.filter(isNear)) / p95(since.filter((answer) => !isNear(answer)))],
      'ratio',
    ),
  };
}

async function buildFigures(folder: string): Promise<Record<string, Figure>> {
  const { pictures, pairs, workingSizes } = configuration.build;
  const photos = await jpegs('phone', pictures);
  const { parts, close } = await starterParts();
  const products = photos.map((source, at) => ({ id: String(at), images: [source] }));
  const compose = (store: VectorStore, workingSize: number) =>
    createImageSearchPipeline({ ...parts, store, policies: { workingSize } });
  let made = 0;
  const fresh = (): string => path.join(folder, `build-${made++}`);
  const rate = (since: number): number => (pictures / (performance.now() - since)) * 1000;
  const speeds = await interleave(
    [
      {
        name: 'index',
        async run() {
          const pipeline = compose(createLanceDbStore({ folder: fresh() }), workingSizes[1]);
          await pipeline.open();
          const since = performance.now();
          await pipeline.index(products);
          const speed = rate(since);
          await pipeline.close();
          return speed;
        },
      },
      {
        name: 'migration',
        async run() {
          const place = fresh();
          const from = compose(createLanceDbStore({ folder: place }), workingSizes[0]);
          await from.index(products);
          const store = createLanceDbStore({ folder: place });
          const change = createMigration({
            ...{ store, from, to: (next: VectorStore) => compose(next, workingSizes[1]) },
            source: { original: ({ productId }) => photos[Number(productId)] },
          });
          await change.plan({ sample: 0 });
          const since = performance.now();
          const { indexed } = await change.run({ repairs: 0 });
          const speed = rate(since);
          if (indexed !== pictures) throw new Error(`${indexed} of ${pictures} pictures were built.`);
          await change.close();
          await from.close();
          await store.close();
          return speed;
        },
      },
    ],
    pairs,
  );
  await close();
  return {
    'build.images-a-second': figure(speeds.get('migration')!, 'images/s'),
    'build.over-index': figure(ratios(speeds, 'migration', 'index'), 'ratio'),
  };
}

/** Two versions of records without pictures, looked through by a migration whose models are never asked. */
async function lookRate(folder: string): Promise<number> {
  const { parts, close } = await starterParts();
  const [old, next] = configuration.build.workingSizes.map((workingSize) => ({ workingSize }));
  const store = createLanceDbStore({ folder });
  const from = createImageSearchPipeline({ ...parts, store: createLanceDbStore({ folder }), policies: old });
  await from.open();
  const { dimensions } = from.info;
  const to = (own: VectorStore) => createImageSearchPipeline({ ...parts, store: own, policies: next });
  const change = createMigration({ store, from, to, source: { original: () => undefined } });
  await change.run({ repairs: 0 });
  for (const { id } of await store.versions.list()) {
    const version = await store.versions.open(id);
    for (let at = 0; at < configuration.look.records; at += 1000)
      await version.upsert(
        Array.from({ length: 1000 }, (_, more) => {
          const vector = new Float32Array(dimensions);
          vector[(at + more) % dimensions] = 1;
          const productId = String(at + more).padStart(8, '0');
          const rest = { imageId: '0', category: 'other', contentHash: productId, metadata: { price: at } };
          return { id: `${productId}/0`, productId, vector, ...rest };
        }),
      );
    await version.flush?.();
    await version.close();
  }
  const since = performance.now();
  const { records, missing, content } = await change.differences();
  const rate = (records / (performance.now() - since)) * 1000;
  if (records !== configuration.look.records || missing + content > 0) throw new Error('The look saw wrong.');
  await change.close();
  await from.close();
  await store.close();
  await close();
  return rate;
}
