/** One list of ids, best first, with the engine's scores. */
export interface Ranking {
  readonly ids: readonly string[];
  readonly scores: readonly number[];
}

/** How much a place deeper in a list still counts. Source: Cormack, Clarke, Buettcher, SIGIR 2009. */
export const RANK_CONSTANT = 60;

/** The lowest score of a list still counts a little, as in the neural-search plugin: it was found, after all. */
const LEAST = 0.001;

function normalised({ scores }: Ranking): number[] {
  const most = Math.max(...scores);
  const least = Math.min(...scores);
  return scores.map((score) => (most === least ? 1 : Math.max(LEAST, (score - least) / (most - least))));
}

/**
 * Two lists as one, best first, ties by id.
 * @param fusion `rrf`: sums of 1 / (60 + rank); else min-max normalised scores, by weight
 */
export function fuseRankings(
  vector: Ranking,
  text: Ranking,
  fusion: 'rrf' | { readonly vectorWeight: number },
): string[] {
  const sums = new Map<string, number>();
  const add = ({ ids }: Ranking, parts: readonly number[]): void => {
    ids.forEach((id, at) => {
      sums.set(id, (sums.get(id) ?? 0) + parts[at]!);
    });
  };
  const weigh = (ranking: Ranking, weight: number): void =>
    add(
      ranking,
      fusion === 'rrf'
        ? ranking.ids.map((_, at) => 1 / (RANK_CONSTANT + at + 1))
        : normalised(ranking).map((score) => score * weight),
    );
  weigh(vector, fusion === 'rrf' ? 1 : fusion.vectorWeight);
  weigh(text, fusion === 'rrf' ? 1 : 1 - fusion.vectorWeight);
  return [...sums].sort(([a, sumA], [b, sumB]) => sumB - sumA || (a < b ? -1 : 1)).map(([id]) => id);
}
