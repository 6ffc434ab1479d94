import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VectorStore } from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { createOpenSearchStore, type OpenSearchClient, type TransportRequest } from '@imgsearch/opensearch';
import { Client } from '@opensearch-project/opensearch';
import { startOpenSearch } from '../../../scripts/lib/opensearch-server.mjs';
import { root } from '../lib/result.ts';
import { type Catalogue, recordOf, schema } from './records.ts';

const OPENSEARCH = '2.19.1';
const BATCH = 1000;
/** With it loaded stores are kept, and found by the next run: half a million records take their time. */
const keep = process.env.IMGSEARCH_BENCH_KEEP !== undefined;
const kept = path.join(root, '.cache/bench/stores');

export interface Contender {
  readonly store: VectorStore;
  /** What it is, for the notes of a result. */
  readonly text: string;
  close(): Promise<void>;
}

/** OpenSearch, and the way past the adapter. */
export interface OpenSearchContender extends Contender {
  readonly client: Client;
  /** The last request that the adapter sent. */
  readonly last: () => TransportRequest;
}

/** LanceDB in a folder on the local disk, with the adapter's defaults. */
export async function openLanceDb(name: string): Promise<Contender> {
  const folder = keep ? path.join(kept, 'lancedb') : await mkdtemp(path.join(tmpdir(), 'imgsearch-bench-'));
  const store = createLanceDbStore({ folder, name });
  await store.open(schema);
  return {
    store,
    text: 'LanceDB in a folder on the local disk',
    async close() {
      await store.close();
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One node of OpenSearch on this machine, with the adapter's defaults: the given one, or one started here. */
export async function openOpenSearch(
  name: string,
  memory: string,
  given = process.env.OPENSEARCH_URL?.split(',')[0],
): Promise<OpenSearchContender> {
  const server = given ? undefined : await startOpenSearch(OPENSEARCH, undefined, { memory, haste: false });
  const client = new Client({ node: given ?? server!.url });
  let last: TransportRequest | undefined;
  const recording: OpenSearchClient = {
    transport: {
      request(request, options) {
        last = request;
        return client.transport.request(request, options);
      },
    },
  };
  const store = createOpenSearchStore({ client: recording, name });
  await store.open(schema);
  const { version } = (await client.info()).body;
  return {
    store,
    client,
    last: () => last!,
    text: `OpenSearch ${version.number} (Lucene engine), one node with ${memory} of heap on the same machine`,
    async close() {
      await store.close();
      if (given && !keep) await client.indices.delete({ index: `${name}-v*` });
      await client.close();
      await server?.stop();
    },
  };
}

export interface Load {
  readonly recordsASecond: number;
  /** Seconds that `commit` took: graphs, indexes, merging. */
  readonly commit: number;
}

/**
 * A first load, unless a run before left it.
 * @throws Error where a record is refused
 */
export async function load(
  name: string,
  id: string,
  store: VectorStore,
  catalogue: Catalogue,
): Promise<Load> {
  const file = path.join(kept, `${name}-${id}.json`);
  const { rows } = catalogue;
  if (keep && existsSync(file) && (await store.count!()).value === rows)
    return JSON.parse(await readFile(file, 'utf8')) as Load;
  const began = performance.now();
  const bulk = await store.bulkLoad!();
  for (let at = 0; at < rows; at += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, rows - at) }, (_, i) => recordOf(catalogue, at + i));
    const refused = (await bulk.upsert(records)).find(({ ok }) => !ok);
    if (refused !== undefined && !refused.ok) throw refused.error;
    if (at % 50_000 === 0) process.stderr.write(`  ${id}: ${at} of ${rows}\n`);
  }
  const written = performance.now();
  // Merging half a million graphs takes longer than any other request.
  await bulk.commit();
  const ended = performance.now();
  const result = { recordsASecond: (rows / (ended - began)) * 1000, commit: (ended - written) / 1000 };
  if (keep) {
    await mkdir(kept, { recursive: true });
    await writeFile(file, JSON.stringify(result));
  }
  return result;
}
