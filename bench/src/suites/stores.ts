import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMemoryStore, type FilterNode, type StoreSchema, type VectorRecord } from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { clusteredVectors, seeded } from '../lib/clustered-vectors.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';

const common = { dimensions: 256, groups: 100, queries: 100, runs: 3, batch: 1000, seed: 5 };
export const configuration = { ...common, rows: 10_000 };
export const largeConfiguration = { ...common, rows: 100_000 };

const below = (field: string, lt: number): FilterNode => ({ op: 'range', field, lt });
/** `dice` is thrown for each record, `group` follows the vector: both have 100 values, about as frequent. */
const filters: Readonly<Record<string, FilterNode | undefined>> = {
  'no-filter': undefined,
  '10%': below('dice', 10),
  '1%': below('dice', 1),
  '10%-correlated': below('group', 10),
  '1%-correlated': below('group', 1),
};

const schema: StoreSchema = {
  dimensions: common.dimensions,
  fingerprint: { space: 'bench', category: 'bench', settings: 'bench' },
  fields: { dice: 'number', group: 'number' },
};

/** (f): recall@10 and latency of the embedded store with its defaults, beside exact search in memory. */
export const stores = (): Promise<void> => measure('stores', configuration);
/** The same with ten times as many records, where LanceDB searches by its index. Takes a few minutes. */
export const storesLarge = (): Promise<void> => measure('stores-large', largeConfiguration);

async function measure(suite: string, settings: typeof configuration): Promise<void> {
  const { rows, dimensions, batch, runs, seed } = settings;
  const { vectors, group, queries } = clusteredVectors(settings);
  const dice = seeded(seed + 1);
  const record = (at: number): VectorRecord => ({
    id: `p${at}`,
    productId: `p${at >> 2}`,
    imageId: String(at & 3),
    vector: vectors.subarray(at * dimensions, (at + 1) * dimensions),
    category: 'top',
    contentHash: '0'.repeat(64),
    metadata: { dice: Math.floor(dice() * 100), group: group[at]!, name: `Product ${at >> 2}` },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'imgsearch-bench-'));
  const [lancedb, bruteForce] = [createLanceDbStore({ folder }), createMemoryStore()];
  const figures: Record<string, Figure> = {};
  try {
    await Promise.all([lancedb.open(schema), bruteForce.open(schema)]);
    let writing = 0;
    for (let at = 0; at < rows; at += batch) {
      const records = Array.from({ length: Math.min(batch, rows - at) }, (_, i) => record(at + i));
      await bruteForce.upsert(records);
      const began = performance.now();
      await lancedb.upsert(records);
      writing += performance.now() - began;
    }
    const began = performance.now();
    await lancedb.flush();
    figures['lancedb.records-a-second'] = figure([(rows / writing) * 1000], '1/s');
    figures['lancedb.flush'] = figure([performance.now() - began], 'ms');

    const contenders = { lancedb, 'brute-force': bruteForce };
    type Name = keyof typeof contenders;
    const names = Object.keys(contenders) as Name[];
    for (const [cell, filter] of Object.entries(filters)) {
      const p50: Record<Name, number[]> = { lancedb: [], 'brute-force': [] };
      const p95: Record<Name, number[]> = { lancedb: [], 'brute-force': [] };
      let [found, wanted] = [0, 0];
      for (let run = 0; run <= runs; run++) {
        const times: Record<Name, number[]> = { lancedb: [], 'brute-force': [] };
        for (const vector of queries) {
          const ids: Record<Name, string[]> = { lancedb: [], 'brute-force': [] };
          // Interleaved: whatever else the machine does meets both.
          for (const name of names) {
            const start = performance.now();
            const hits = await contenders[name].search({ vector, limit: 10, filter });
            times[name].push(performance.now() - start);
            ids[name] = hits.map(({ id }) => id);
          }
          if (run > 0) continue;
          wanted += ids['brute-force'].length;
          found += ids['brute-force'].filter((id) => ids.lancedb.includes(id)).length;
        }
        // The first run warms up.
        if (run > 0)
          for (const name of names) {
            p50[name].push(quantile(times[name], 0.5));
            p95[name].push(quantile(times[name], 0.95));
          }
      }
      figures[`lancedb.${cell}.recall@10`] = figure([found / wanted], 'share');
      for (const name of names) {
        figures[`${name}.${cell}.p50`] = figure(p50[name], 'ms');
        figures[`${name}.${cell}.p95`] = figure(p95[name], 'ms');
      }
    }
  } finally {
    await lancedb.close();
    await rm(folder, { recursive: true, force: true });
  }
  await writeResult({
    suite,
    configuration: settings,
    hashes: { configuration: hashOf(settings) },
    figures,
    notes: [
      'Vectors are generated (bench/src/lib/clustered-vectors.ts): groups, products in them, pictures of a product; a query is a further picture of a product that is there. Real embeddings are harder or easier than that.',
      'Brute force is the memory store of core, over the same records in the same run, queries interleaved. LanceDB with its defaults, in a folder on the local disk.',
    ],
  });
}
