import { type Figure, figure, quantile } from '../lib/statistics.ts';
import type { OpenSearchContender } from './contenders.ts';

/** A share of the raw call, or so many milliseconds, whichever is more. */
const ALLOWED = { share: 0.1, milliseconds: 0.3 };

/**
 * What the adapter adds to the client: every query by the adapter and, with the body that it sent, by the client alone,
 * in turn, each first as often as second.
 */
export async function measureOverhead(
  { store, client, last }: OpenSearchContender,
  queries: readonly Float32Array[],
  rounds: number,
): Promise<Record<string, Figure>> {
  const times: { readonly adapter: number[]; readonly raw: number[] } = { adapter: [], raw: [] };
  for (let round = 0; round <= rounds; round++) {
    const vector = queries[round % queries.length]!;
    // For the body, and so that both find the same pages in memory.
    await store.search({ vector, limit: 10 });
    const { path, body } = last();
    const index = path.split('/')[1]!;
    const timed = {
      adapter: () => store.search({ vector, limit: 10 }),
      raw: async () => {
        const answer = await client.search({ index, body: body!, allow_partial_search_results: false });
        return answer.body.hits.hits;
      },
    };
    const order = round % 2 ? (['adapter', 'raw'] as const) : (['raw', 'adapter'] as const);
    for (const name of order) {
      const began = performance.now();
      const hits = await timed[name]();
      // The first round warms up.
      if (round > 0) times[name].push(performance.now() - began);
      if (hits.length !== 10) throw new Error(`${name} found ${hits.length}.`);
    }
  }
  const [adapter, raw] = [quantile(times.adapter, 0.5), quantile(times.raw, 0.5)];
  const allowed = Math.max(raw * ALLOWED.share, ALLOWED.milliseconds);
  return {
    'opensearch.adapter.p50': figure([adapter], 'ms'),
    'opensearch.raw-client.p50': figure([raw], 'ms'),
    'opensearch.overhead-over-allowed': figure([(adapter - raw) / allowed], 'share of max(10 %, 0.3 ms)'),
  };
}
