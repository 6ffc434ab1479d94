import { hashOf } from '../lib/result.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { load, openLanceDb, openOpenSearch } from './contenders.ts';
import { measureCells } from './measure-cells.ts';
import { measureOverhead } from './measure-overhead.ts';
import { photoEmbeddings } from './photo-embeddings.ts';
import { catalogueOf } from './records.ts';

export interface StoresConfiguration {
  readonly rows: number;
  readonly queries: number;
  readonly runs: number;
  readonly overheadQueries: number;
  readonly seed: number;
  /** Heap of OpenSearch. */
  readonly memory: string;
}

/**
 * Loads both stores with their defaults, and measures them side by side.
 * @param url of an OpenSearch; default that of OPENSEARCH_URL, or one started here
 */
export async function measureStores(
  configuration: StoresConfiguration,
  url?: string,
): Promise<{ readonly figures: Readonly<Record<string, Figure>>; readonly notes: readonly string[] }> {
  const { rows, runs, seed, memory, overheadQueries } = configuration;
  const { vectors, queries, text } = await photoEmbeddings(rows, configuration.queries);
  const catalogue = catalogueOf(vectors, seed);
  const id = hashOf({ rows, seed }).slice(0, 8);
  const figures: Record<string, Figure> = {};
  const contenders = {
    lancedb: await openLanceDb(`bench-${id}`),
    opensearch: await openOpenSearch(`bench-${id}`, memory, url),
  };
  try {
    for (const [name, { store }] of Object.entries(contenders)) {
      const { recordsASecond, commit } = await load(name, id, store, catalogue);
      figures[`${name}.records-a-second`] = figure([recordsASecond], '1/s');
      figures[`${name}.commit`] = figure([commit], 's');
    }
    const stores = { lancedb: contenders.lancedb.store, opensearch: contenders.opensearch.store };
    Object.assign(figures, await measureCells(stores, catalogue, queries, runs));
    Object.assign(figures, await measureOverhead(contenders.opensearch, queries, overheadQueries));
  } finally {
    for (const contender of Object.values(contenders)) await contender.close();
  }
  return {
    figures,
    notes: [
      text,
      '`dice` has nothing to do with the vector; `near` is the hundredth in which a record comes by its cosine with one of them, so that for most queries the records that pass are all far away.',
      `Both stores with the adapters' defaults, queries interleaved: ${Object.values(contenders)
        .map((contender) => contender.text)
        .join(
          '; ',
        )}. Recall is against one plain loop over all vectors in double precision, and an equal cosine is as good.`,
      'Loading is a `bulkLoad` from one caller, its `commit` (indexes, merging) included, timed once beside whatever else the machine did: read its rate as a lower bound.',
      'The adapter over the raw client: the same body, in turn, through `client.search` of the same client.',
    ],
  };
}
