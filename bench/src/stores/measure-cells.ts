import type { VectorStore } from '@imgsearch/core';
import { type Figure, figure, quantile } from '../lib/statistics.ts';
import { cosines, type Truth, truthOf } from './brute-force.ts';
import { type Catalogue, cells, rowOf } from './records.ts';

const LIMIT = 10;

/** Recall@10 and latency of each store in each cell, beside one plain loop over all vectors in this process. */
export async function measureCells(
  stores: Readonly<Record<string, VectorStore>>,
  catalogue: Catalogue,
  queries: readonly Float32Array[],
  runs: number,
): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  const loop: number[] = [];
  const truths: Record<string, Truth[]> = Object.fromEntries(Object.keys(cells).map((name) => [name, []]));
  for (const query of queries) {
    const began = performance.now();
    const cosine = cosines(catalogue.vectors, query);
    truths['no-filter']!.push(truthOf(cosine, () => true, LIMIT));
    loop.push(performance.now() - began);
    for (const [name, cell] of Object.entries(cells))
      if (cell.filter) truths[name]!.push(truthOf(cosine, (row) => cell.passes(catalogue, row), LIMIT));
  }
  figures['brute-force.p50'] = figure([quantile(loop, 0.5)], 'ms');

  for (const [cell, { filter }] of Object.entries(cells)) {
    const names = Object.keys(stores);
    const recall = Object.fromEntries(names.map((name) => [name, 0]));
    const p50 = Object.fromEntries(names.map((name) => [name, [] as number[]]));
    const p95 = Object.fromEntries(names.map((name) => [name, [] as number[]]));
    for (let run = 0; run <= runs; run++) {
      const times = Object.fromEntries(names.map((name) => [name, [] as number[]]));
      // Interleaved: whatever else the machine does meets all.
      for (const [at, vector] of queries.entries())
        for (const name of names) {
          const began = performance.now();
          const hits = await stores[name]!.search({ vector, limit: LIMIT, filter });
          times[name]!.push(performance.now() - began);
          if (run === 0) recall[name]! += truths[cell]![at]!.recall(hits.map(({ id }) => rowOf(id)));
        }
      // The first run warms up.
      for (const name of run > 0 ? names : []) {
        p50[name]!.push(quantile(times[name]!, 0.5));
        p95[name]!.push(quantile(times[name]!, 0.95));
      }
    }
    for (const name of names) {
      figures[`${name}.${cell}.recall@10`] = figure([recall[name]! / queries.length], 'share');
      figures[`${name}.${cell}.p50`] = figure(p50[name]!, 'ms');
      figures[`${name}.${cell}.p95`] = figure(p95[name]!, 'ms');
    }
    process.stderr.write(
      `  ${cell}: ${names.map((name) => `${name} ${figures[`${name}.${cell}.recall@10`]!.median}, ${figures[`${name}.${cell}.p50`]!.median} ms`).join('; ')}\n`,
    );
  }
  return figures;
}
