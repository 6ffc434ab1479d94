import { existsSync } from 'node:fs';
import {
  createImageSearchPipeline,
  ImageSearchError,
  type PipelineOptions,
  type VectorStore,
} from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { createOpenSearchStore } from '@imgsearch/opensearch';
import type { Parts } from '../components.ts';
import { brokenBy, type Finding } from './finding.ts';

export interface StoreChoice {
  /** Folder of LanceDB. */
  readonly folder: string;
  /** Address of OpenSearch, which is looked at instead. */
  readonly openSearch?: string | undefined;
  /** Name of the collection there. */
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether the store can be reached, and whether what it holds was made with these models. Nothing is written.
 * @param parts undefined where the models are broken: then the store is only reached
 */
export async function checkStore(choice: StoreChoice, parts: Parts | undefined): Promise<Finding> {
  return choice.openSearch === undefined
    ? checkFolder(choice, parts)
    : checkOpenSearch(choice, choice.openSearch, parts);
}

async function checkFolder({ folder, signal }: StoreChoice, parts: Parts | undefined): Promise<Finding> {
  const subject = `Store in ${folder}`;
  if (!existsSync(folder))
    return {
      check: 'store',
      state: 'fine',
      summary: `${subject}: nothing is indexed there yet`,
      next: ['Fill it with: imgsearch index PRODUCTS'],
      facts: { kind: 'lancedb', folder, exists: false },
    };
  const store = createLanceDbStore({ folder });
  try {
    const versions = await store.versions.list({ signal });
    const facts = { kind: 'lancedb', folder, exists: true, versions: versions.length };
    if (versions.length === 0)
      return { check: 'store', state: 'fine', summary: `${subject}: nothing is indexed there yet`, facts };
    return await compare(subject, store, parts, facts, signal);
  } catch (error) {
    return brokenBy(error, 'store', subject);
  } finally {
    await store.close();
  }
}

async function checkOpenSearch(
  { name, signal }: StoreChoice,
  address: string,
  parts: Parts | undefined,
): Promise<Finding> {
  const subject = `OpenSearch at ${withoutPassword(address)}`;
  const { Client } = await import('@opensearch-project/opensearch');
  const client = new Client({ node: address, requestTimeout: 10_000, maxRetries: 1 });
  const store = createOpenSearchStore({ client, name, manage: 'verify' });
  const facts: Record<string, unknown> = { kind: 'opensearch', address: withoutPassword(address), name };
  try {
    const versions = await store.versions.list({ signal });
    facts.versions = versions.length;
    // Its own address, not its name in a list: distributions and managed domains name it otherwise. Without the plugin
    // no handler is found (400); who may not ask (401, 403) is told by the first request that he needs.
    const { statusCode } = await client.transport.request(
      { method: 'GET', path: '/_plugins/_knn/stats' },
      { ignore: [400, 401, 403, 404] },
    );
    if (statusCode === 400 || statusCode === 404)
      return {
        check: 'store',
        state: 'broken',
        summary: `${subject}: the k-NN plugin is not installed`,
        next: [
          'Install it on every node: bin/opensearch-plugin install opensearch-knn (the full distribution has it).',
        ],
        facts,
      };
    if (versions.length === 0)
      return {
        check: 'store',
        state: 'fine',
        summary: `${subject}: it can be used; there is no "${name}" yet`,
        next: ['The first run of pipeline.index makes it; --name looks at another.'],
        facts,
      };
    return await compare(subject, store, parts, facts, signal);
  } catch (error) {
    const finding = brokenBy(error, 'store', subject);
    return { ...finding, facts: { ...facts, ...finding.facts } };
  } finally {
    await store.close();
    await client.close();
  }
}

/** Opens it as a pipeline does, so that models and data are held against each other. */
async function compare(
  subject: string,
  store: VectorStore,
  parts: Parts | undefined,
  facts: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  if (parts === undefined)
    return {
      check: 'store',
      state: 'note',
      summary: `${subject}: it answers; what it holds was not compared, because the models do not load`,
      facts,
    };
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, error() {}, warn: (text: string) => warnings.push(text) };
  const options: PipelineOptions = { ...parts, store, logger };
  const pipeline = createImageSearchPipeline(options);
  try {
    await pipeline.open({ signal });
    const count = await store.count?.(undefined, { signal });
    return {
      check: 'store',
      state: warnings.length > 0 ? 'note' : 'fine',
      summary: `${subject}: ${count === undefined ? 'pictures' : `${count.value.toLocaleString('en')} pictures`} of these models`,
      details: [...new Set(warnings)],
      facts: { ...facts, pictures: count?.value },
    };
  } catch (error) {
    if (ImageSearchError.isInstance(error) && error.code === 'STORE_MISMATCH')
      return { ...brokenBy(error, 'store', subject), facts: { ...facts, code: error.code } };
    throw error;
  } finally {
    await pipeline.close();
  }
}

function withoutPassword(address: string): string {
  try {
    const url = new URL(address);
    url.username = '';
    url.password = '';
    return url.href.replace(/\/$/, '');
  } catch {
    return address;
  }
}
