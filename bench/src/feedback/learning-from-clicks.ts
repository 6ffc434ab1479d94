import { fitLogisticClassifier, type LinearClassifier } from '@imgsearch/core/classifiers';
import { recallAt } from '@imgsearch/core/evaluation';
import {
  adaptVector,
  createMemoryFeedbackSink,
  decidePromotion,
  type FeedbackInput,
  type FeedbackQuery,
  fitAdapter,
  type PromotionDecision,
  readFeedbackQueries,
  recordFeedback,
  refitClassifier,
} from '@imgsearch/core/feedback';
import { seeded } from '../lib/seeded.ts';
import type { EmbeddedPhoto } from './embedded-set.ts';
import type { Shop } from './shop.ts';

/** What a fit decided on held-out people, and how it did on photos that took no part in anything. */
export interface Learned {
  readonly decision: PromotionDecision;
  /** Shares of the test photos, and their paired comparison. */
  readonly before: number;
  readonly after: number;
  readonly test: PromotionDecision['comparison'];
}

/** Of the searches: a click on anything. Of the matches that are of the right sort: clicked. */
const [NOISE, CLICKS] = [0.1, 0.5];
const SHOWN = 10;
const SPACE = 'kept';

/**
 * A category head of a few examples a kind, and the same with what people clicked: each search's photo gets the kind of a
 * clicked product, which is the right one but for noise. Senders of the photos are the people.
 * @param isNoise every click is on anything
 */
export async function measureHead(shop: Shop, seed: number, isNoise = false): Promise<Learned> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const embedder = embedderOf(shop);
  const named = shop.catalogue.filter((photo) => shop.kindOf(photo) !== 'none');
  const kinds = [...new Set(named.map(shop.kindOf))];
  const examples: EmbeddedPhoto[] = [];
  for (const kind of kinds)
    examples.push(
      ...shuffled(
        named.filter((photo) => shop.kindOf(photo) === kind),
        random,
      ).slice(0, EXAMPLES),
    );
  const current = await fitLogisticClassifier({
    embedder,
    examples: examples.map((photo) => ({
      vector: photo.vector,
      category: shop.kindOf(photo),
      group: photo.group,
    })),
  });
  const taught = new Set(examples.map(({ group }) => group));
  const untaught = named.filter(({ group }) => !taught.has(group));
  const searches = shuffled(untaught, random).slice(0, isNoise ? SEARCHES / 3 : SEARCHES);
  const queries = await throughSink(
    searches.map((photo) => ({
      kind: 'click',
      userId: photo.group,
      queryId: photo.id,
      productId: 'any',
      category: random() < (isNoise ? 1 : NOISE) ? pick(kinds) : shop.kindOf(photo),
      query: { vector: photo.vector, space: SPACE },
    })),
  );
  const { candidate, ...decision } = await refitClassifier({
    queries,
    current,
    embedder,
    examples: examples.map((photo) => ({
      vector: photo.vector,
      category: shop.kindOf(photo),
      group: photo.group,
    })),
  });
  const tests = shop.photos.filter((photo) => kinds.includes(shop.kindOf(photo)));
  const right = async (classifier: LinearClassifier): Promise<number[]> =>
    (await classifier.classify(tests.map(({ vector }) => vector))).map(({ probabilities }, at) => {
      const best = classifier.info.categories[probabilities.indexOf(Math.max(...probabilities))];
      return Number(best === shop.kindOf(tests[at]!));
    });
  return learned(decision, await right(current), await right(candidate), tests);
}
export const EXAMPLES = 5;
export const SEARCHES = 1200;

/**
 * An adapter fitted to clicks: half of the senders sell, the other half search; they click every other of ten that is of the
 * photo's own sort, or anything. Scored by whether one of the first five has the photo's label.
 * @param isNoise every click is on any of all products
 */
export async function measureAdapter(
  shop: Shop,
  seed: number,
  isNoise = false,
): Promise<Learned & { readonly keep: number }> {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const sides = new Map<string, boolean>();
  const sells = ({ group }: EmbeddedPhoto): boolean => {
    if (!sides.has(group)) sides.set(group, random() < 0.5);
    return sides.get(group)!;
  };
  const sold = shop.catalogue.filter(sells);
  const products = new Map(sold.map(({ id, vector }) => [id, vector]));
  const events = shop.catalogue.flatMap((photo): FeedbackInput[] => {
    if (sells(photo)) return [];
    const shown = ranked(photo.vector, sold, ({ vector }) => vector).slice(0, SHOWN);
    const own = shown.filter(({ label }) => label === photo.label && random() < CLICKS);
    const anything = isNoise ? [pick(sold)] : random() < NOISE ? [pick(shown)] : own;
    return anything.map((product) => ({
      kind: 'click',
      userId: photo.group,
      queryId: photo.id,
      productId: product.id,
      query: { vector: photo.vector, space: SPACE },
    }));
  });
  const queries = await throughSink(events);
  const { adapter, keep, ...decision } = await fitAdapter({ queries, products, embedder: embedderOf(shop) });
  const mapped = new Map(sold.map(({ id, vector }) => [id, adaptVector(adapter, vector)]));
  const top5 = (
    vectorOf: (photo: EmbeddedPhoto) => Float32Array,
    query: (photo: EmbeddedPhoto) => Float32Array,
  ): number[] =>
    shop.photos.map((photo) =>
      recallAt(
        ranked(query(photo), sold, vectorOf)
          .slice(0, 5)
          .map(({ label }) => label === photo.label),
        5,
      ),
    );
  const before = top5(
    ({ vector }) => vector,
    ({ vector }) => vector,
  );
  const after = top5(
    ({ id }) => mapped.get(id)!,
    ({ vector }) => adaptVector(adapter, vector),
  );
  return { ...learned(decision, before, after, shop.photos), keep };
}

function learned(
  decision: PromotionDecision,
  before: readonly number[],
  after: readonly number[],
  photos: readonly EmbeddedPhoto[],
): Learned {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const { comparison } = decidePromotion(
    before,
    after,
    photos.map(({ group }) => group),
  );
  return { decision, before: mean(before), after: mean(after), test: comparison };
}

const embedderOf = ({ catalogue }: Shop) => ({
  info: { id: 'kept', fingerprint: 'kept', maxBatchSize: 1, dimensions: catalogue[0]!.vector.length },
});

async function throughSink(events: readonly FeedbackInput[]): Promise<readonly FeedbackQuery[]> {
  await using sink = createMemoryFeedbackSink();
  await recordFeedback(sink, events);
  return (await readFeedbackQueries(sink, { fingerprint: { space: SPACE } })).queries;
}

function ranked(
  query: Float32Array,
  photos: readonly EmbeddedPhoto[],
  vectorOf: (photo: EmbeddedPhoto) => Float32Array,
): readonly EmbeddedPhoto[] {
  return photos
    .map((photo) => ({ photo, similarity: dot(query, vectorOf(photo)) }))
    .sort((a, b) => b.similarity - a.similarity)
    .map(({ photo }) => photo);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
