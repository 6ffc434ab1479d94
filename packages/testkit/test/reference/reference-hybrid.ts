import type { MemoryStore, StoreHit, StoreHybridQuery } from '@imgsearch/core';

const RANK_CONSTANT = 60;

/** Whether any text in the metadata holds the words asked for. */
function textScore(hit: StoreHit, text: string): number {
  const own = JSON.stringify(hit.metadata).toLowerCase();
  const words = text.toLowerCase().split(/\s+/);
  return words.filter((word) => own.includes(word)).length / words.length;
}

/** Reciprocal ranks or a weighted sum, over everything that matches the filter. */
export async function referenceHybrid(records: MemoryStore, query: StoreHybridQuery): Promise<StoreHit[]> {
  const { text, fusion = 'rrf', limit, offset = 0, ...flat } = query;
  const hits = await records.search({ ...flat, limit: 10_000 });
  const texts = new Map(hits.map((hit) => [hit.id, textScore(hit, text)]));
  const byText = hits
    .filter(({ id }) => texts.get(id)! > 0)
    .sort((a, b) => texts.get(b.id)! - texts.get(a.id)!);
  const score = (hit: StoreHit, rank: number): number => {
    if (fusion !== 'rrf')
      return fusion.vectorWeight * hit.similarity + (1 - fusion.vectorWeight) * texts.get(hit.id)!;
    const textRank = byText.indexOf(hit);
    return 1 / (RANK_CONSTANT + rank) + (textRank < 0 ? 0 : 1 / (RANK_CONSTANT + textRank));
  };
  const scores = new Map(hits.map((hit, rank) => [hit.id, score(hit, rank)]));
  return hits.sort((a, b) => scores.get(b.id)! - scores.get(a.id)!).slice(offset, offset + limit);
}
