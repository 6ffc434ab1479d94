import { checkEmbedder } from '../classifiers/check-embedder.ts';
import { type Breather, createBreather } from '../classifiers/create-breather.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Embedder } from '../spec/embedder.ts';
import { decidePromotion, type PromotionDecision } from './decide-promotion.ts';
import type { LinearAdapter } from './linear-adapter.ts';
import { mapVector } from './map-vector.ts';
import { rankScores } from './rank-scores.ts';
import type { FeedbackQuery } from './read-feedback-queries.ts';
import { splitByGroup } from './split-by-group.ts';
import { whitenPairs } from './whiten-pairs.ts';

export interface FitAdapterOptions {
  /** What `readFeedbackQueries` gave. */
  readonly queries: readonly FeedbackQuery[];
  /**
   * Vectors of products, as `readProductVectors` reads them: those that were liked, and as many others as there are to
   * be told apart from. Held-out searches are ranked among them.
   */
  readonly products: ReadonlyMap<string, Float32Array>;
  /** The one that made the vectors. */
  readonly embedder: Pick<Embedder, 'info'>;
  /** Share of the people whose searches decide and are never learned from, 0.1 to 0.9. Default 0.3. */
  readonly heldOut?: number | undefined;
}

export interface FittedAdapter extends PromotionDecision {
  /** To be saved and put in use where `promote` says so. */
  readonly adapter: LinearAdapter;
  /** Pairs of a search and a product that it was fitted on. */
  readonly pairs: number;
  /** How much of the plain space was kept, 0 to 1; 1 is the plain space itself. Chosen on the people fitted on. */
  readonly keep: number;
}

/** From the plain space to what the pairs alone would make of it. */
const KEEPS = [1, 0.8, 0.6, 0.4, 0.2, 0.1, 0.05];
/** Of the people fitted on: whose searches choose `keep`. */
const CHOOSING = 0.3;

/**
 * Fits a linear map over the embedder's vectors to what people liked: directions in which searches and what was liked
 * differ at random are made shorter, by whitening the covariance of the differences (relevant component analysis, Shental
 * et al. 2002; Bar-Hillel et al. 2003), shrunk towards the plain space. Compared with the plain space on people who were
 * held out, by the mean reciprocal rank of what they liked.
 *
 * What was liked had been shown, by the plain space: the comparison leans towards that.
 * @throws ImageSearchError INVALID_OPTIONS, also where nothing liked has a vector; ABORTED
 * @example
 * const sink = createMemoryFeedbackSink();
 * const { queries } = await readFeedbackQueries(sink, { fingerprint: pipeline.info.fingerprint });
 * const liked = queries.flatMap((query) => query.liked.map(({ productId }) => productId));
 * const products = await readProductVectors(store, liked, pipeline.info);
 * const { adapter, promote, reason } = await fitAdapter({ queries, products, embedder });
 * console.log(reason);
 * if (promote) await writeFile('adapter.json', JSON.stringify(adapter));
 */
export async function fitAdapter(
  options: FitAdapterOptions,
  { signal }: Pick<CallOptions, 'signal'> = {},
): Promise<FittedAdapter> {
  checkKeys('options', options, ['queries', 'products', 'embedder', 'heldOut']);
  const { queries, products } = options;
  const { info } = checkEmbedder(options.embedder);
  const share = checkNumber('heldOut', options.heldOut, { min: 0.1, max: 0.9, fallback: 0.3 });
  checkVectors(queries, products, info.dimensions);
  const breathe = createBreather(signal);
  const known = queries.map((query) => ({
    ...query,
    liked: query.liked.map(({ productId }) => productId).filter((id) => products.has(id)),
  }));
  const { fitted, heldOut } = splitByGroup(
    known.filter(({ liked }) => liked.length > 0),
    share,
  );
  if (fitted.length === 0)
    throw invalidOption(
      'queries',
      'searches with liked products that have vectors',
      `${queries.length} searches without`,
      'Record the vector of the query with each event, and give the vectors of what was liked.',
    );
  const keep = await chooseKeep(fitted, products, breathe);
  const matrix = await whitenPairs(pairsOf(fitted, products), keep, breathe);
  const before = await rankScores(heldOut, products, breathe);
  const after = await scoresOf(matrix, heldOut, products, breathe);
  const groups = heldOut.map(({ group }) => group);
  return {
    adapter: {
      format: 'imgsearch-linear-adapter',
      version: 1,
      embedder: info.fingerprint,
      // Rounded to what a 32-bit float can tell apart, so that files stay small.
      matrix: matrix.map((row) => Array.from(row, (value) => Number(value.toPrecision(9)))),
    },
    pairs: fitted.reduce((sum, { liked }) => sum + liked.length, 0),
    keep,
    ...decidePromotion(before, after, groups),
  };
}

type KnownQuery = Omit<FeedbackQuery, 'liked'> & { readonly liked: readonly string[] };

/** The `keep` whose map ranks best for a part of the people when it is fitted on the others. */
async function chooseKeep(
  queries: readonly KnownQuery[],
  products: ReadonlyMap<string, Float32Array>,
  breathe: Breather,
): Promise<number> {
  // Another hash than the one that held people out.
  const salted = queries.map((query) => ({ query, group: `choosing ${query.group}` }));
  const { fitted, heldOut } = splitByGroup(salted, CHOOSING);
  const [inner, outer] = [fitted, heldOut].map((side) => side.map(({ query }) => query)) as [
    KnownQuery[],
    KnownQuery[],
  ];
  if (inner.length === 0 || outer.length === 0) return KEEPS[0]!;
  let best = { keep: KEEPS[0]!, score: Number.NEGATIVE_INFINITY };
  for (const keep of KEEPS) {
    const matrix = await whitenPairs(pairsOf(inner, products), keep, breathe);
    const scores = await scoresOf(matrix, outer, products, breathe);
    const score = scores.reduce((sum, each) => sum + each, 0);
    if (score > best.score + 1e-9) best = { keep, score };
  }
  return best.keep;
}

/** Reciprocal ranks with both sides mapped. */
function scoresOf(
  matrix: readonly Float64Array[],
  queries: readonly KnownQuery[],
  products: ReadonlyMap<string, Float32Array>,
  breathe: Breather,
): Promise<number[]> {
  const mapped = new Map([...products].map(([id, vector]) => [id, mapVector(matrix, vector)]));
  return rankScores(
    queries.map((query) => ({ ...query, vector: mapVector(matrix, query.vector) })),
    mapped,
    breathe,
  );
}

/** What a search was made with beside what was liked; a search counts once, however much was liked. */
function pairsOf(
  queries: readonly KnownQuery[],
  products: ReadonlyMap<string, Float32Array>,
): { readonly difference: Float64Array; readonly weight: number }[] {
  return queries.flatMap(({ vector, liked }) =>
    liked.map((id) => {
      const product = products.get(id)!;
      return {
        difference: Float64Array.from(vector, (value, at) => value - product[at]!),
        weight: 1 / liked.length,
      };
    }),
  );
}

function checkVectors(
  queries: readonly FeedbackQuery[],
  products: ReadonlyMap<string, Float32Array>,
  dimensions: number,
): void {
  if (!Array.isArray(queries)) throw invalidOption('queries', 'what `readFeedbackQueries` gave', queries);
  if (typeof products?.get !== 'function')
    throw invalidOption('products', 'a map from product ids to vectors', products);
  const expected = `vectors of ${dimensions} numbers`;
  for (const { vector } of queries)
    if (vector.length !== dimensions) throw invalidOption('queries', expected, `${vector.length} numbers`);
  for (const vector of products.values())
    if (vector.length !== dimensions) throw invalidOption('products', expected, `${vector.length} numbers`);
}
