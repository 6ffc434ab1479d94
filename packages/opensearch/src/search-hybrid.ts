import {
  type CallOptions,
  checkNumber,
  checkString,
  ImageSearchError,
  invalidOption,
  type StoreHit,
  type StoreHybridQuery,
} from '@imgsearch/core';
import { MAX_K, nearestQuery, type SearchBody, sourceOf } from './build-search-body.ts';
import { checkQuery } from './check-query.ts';
import { recordOf } from './documents.ts';
import { fuseRankings, RANK_CONSTANT } from './fuse-rankings.ts';
import { versionId } from './index-mapping.ts';
import { cosineOf } from './similarity-score.ts';
import { type SearchHit, type StoreHandle, sendSearch } from './store-handle.ts';
import { type FilterQuery, translateFilter } from './translate-filter.ts';

/** Candidates of each list, at least. */
const DEPTH = 100;

type Fusion = 'rrf' | { readonly vectorWeight: number };

/** What the plugin does after both searches; sent with the search, so that nothing is stored in the cluster. */
function fusionPipeline(fusion: Fusion): object {
  if (fusion === 'rrf') {
    const combination = { technique: 'rrf', rank_constant: RANK_CONSTANT };
    return { phase_results_processors: [{ 'score-ranker-processor': { combination } }] };
  }
  // The plugin fails on whole numbers: its parser makes them integers, and it wants doubles.
  const weight = Math.min(1 - 1e-9, Math.max(1e-9, fusion.vectorWeight));
  const weights = [weight, 1 - weight];
  const processor = {
    normalization: { technique: 'min_max' },
    combination: { technique: 'arithmetic_mean', parameters: { weights } },
  };
  return { phase_results_processors: [{ 'normalization-processor': processor }] };
}

function textQuery(text: string, filter: FilterQuery | undefined): object {
  return { bool: { must: [{ match: { text: { query: text } } }], ...(filter && { filter: [filter] }) } };
}

/** Whether an error says that the plugin, or the processor, is not there. */
function isMissing(error: unknown): boolean {
  return (
    ImageSearchError.isInstance(error) &&
    error.code === 'STORE_REJECTED' &&
    /unknown query \[hybrid\]|Invalid processor type|no processor type|score-ranker-processor|normalization-processor|search_pipeline/i.test(
      error.message,
    )
  );
}

/** Remembers of one store whether the plugin is there. */
export interface HybridMemory {
  native: boolean | undefined;
}

/**
 * Text and vector together: by the neural-search plugin where the cluster has it, else by two searches fused here, by
 * the same arithmetic. Similarity is the cosine also of what only the text found, so the vectors of the answer are read.
 */
export async function searchHybrid(
  handle: StoreHandle,
  memory: HybridMemory,
  query: StoreHybridQuery,
  call: CallOptions | undefined,
): Promise<StoreHit[]> {
  const { settings, stored } = handle;
  const { limit, offset, least } = checkQuery(query, stored.schema.dimensions);
  checkString('text', query.text);
  const fusion = query.fusion ?? 'rrf';
  if (fusion !== 'rrf') {
    if (typeof fusion !== 'object') throw invalidOption('fusion', '"rrf" or { vectorWeight }', fusion);
    checkNumber('fusion.vectorWeight', fusion.vectorWeight, { min: 0, max: 1 });
  }
  const filter = query.filter && translateFilter(query.filter, stored.schema.fields);
  const depth = Math.min(MAX_K, Math.max(offset + limit, DEPTH));
  const nearest = nearestQuery(query.vector, { k: Math.max(depth, settings.efSearch) }, filter);
  const matching = textQuery(query.text, filter);
  const base: SearchBody = { size: depth, track_total_hits: false };

  const native = async (): Promise<SearchHit[]> => {
    const body = {
      ...base,
      _source: sourceOf(true),
      query: { hybrid: { queries: [nearest, matching] } },
      search_pipeline: fusionPipeline(fusion),
    };
    return [...(await sendSearch(handle, 'hybrid', body, call)).hits.hits];
  };
  const fused = async (): Promise<SearchHit[]> => {
    const lists = await Promise.all(
      [nearest, matching].map(async (asked) => {
        const body = { ...base, query: asked, _source: sourceOf(true) };
        return (await sendSearch(handle, 'hybrid', body, call)).hits.hits;
      }),
    );
    const byId = new Map(lists.flat().map((hit) => [hit._id, hit]));
    const [vector, text] = lists.map((hits) => ({
      ids: hits.map(({ _id }) => _id),
      scores: hits.map(({ _score }) => _score),
    }));
    return fuseRankings(vector!, text!, fusion).map((id) => byId.get(id)!);
  };

  let hits: SearchHit[] | undefined;
  if (settings.hybrid === 'auto' && memory.native !== false) {
    try {
      hits = await native();
      memory.native = true;
    } catch (error) {
      if (!isMissing(error)) throw error;
      memory.native = false;
      settings.logger.info(
        `Store "${settings.name}": no neural-search plugin, hybrid searches are fused here.`,
      );
    }
  }
  hits ??= await fused();
  return hits
    .map(({ _index, _source }) => {
      const { vector, ...rest } = recordOf(_source);
      const similarity = cosineOf(query.vector, vector!);
      const version = versionId(settings.name, _index);
      return { ...rest, similarity, version, ...(query.includeVectors && { vector }) };
    })
    .filter(({ similarity }) => least === undefined || similarity >= least)
    .slice(offset, offset + limit);
}
