import {
  createImageSearchPipeline,
  createMemoryStore,
  type Embedder,
  type Match,
  SPEC_VERSION,
  type Taste,
} from '@imgsearch/core';
import {
  createMemoryFeedbackSink,
  type FeedbackInput,
  readTaste,
  recordFeedback,
} from '@imgsearch/core/feedback';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { seeded } from '../lib/seeded.ts';
import type { EmbeddedPhoto } from './embedded-set.ts';
import type { Shop } from './shop.ts';

export interface PersonalOptions {
  readonly users: number;
  /** Searches that each has made before. */
  readonly history: number;
  /** Searches of each that are scored. */
  readonly tests: number;
  readonly seed: number;
  readonly bounds?: Pick<Taste, 'likeWeight' | 'refusalWeight' | 'minCosine'>;
}

/** How a person's search did: shares of the first ten. */
export interface PersonalScore {
  readonly user: string;
  /** Of the kind that was photographed, the sort that this person prefers. */
  readonly liked: Readonly<Record<Ranking, number>>;
  /** The very sort that was photographed. */
  readonly exact: Readonly<Record<Ranking, number>>;
}
export type Ranking = 'plain' | 'taste' | 'popular';

const NOW = Date.UTC(2026, 0, 31);
const DAY = 86_400_000;
const SHOWN = 10;
/** Matches that popularity reorders. */
const REORDERED = 50;
/** Of the searches of a history: a click on anything, a refusal beside the click, a like. */
const [NOISE, REFUSES, LIKES] = [0.1, 0.3, 0.5];

/**
 * People who are made up: each prefers one sort of every kind of thing, popular ones more often (by 1/rank). They search
 * with real photos, click the first match of their sort, sometimes refuse the first that is not, and sometimes click
 * anything. Then they search with photos that no history has.
 */
export async function measurePersonal(shop: Shop, options: PersonalOptions): Promise<PersonalScore[]> {
  const random = seeded(options.seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const search = await createSearch(shop);
  const kinds = kindsOf(shop);
  const names = [...kinds.keys()];
  const labels = new Map(shop.catalogue.map(({ id, label }) => [id, label]));
  await using sink = createMemoryFeedbackSink();
  const clicks = new Map<string, number>();
  const people = Array.from({ length: options.users }, (_, at) => ({
    userId: `user-${at}`,
    prefers: new Map(names.map((name) => [name, byRank(kinds.get(name)!.sorts, random)])),
  }));

  for (const { userId, prefers } of people) {
    for (let at = 0; at < options.history; at++) {
      const kind = pick(names);
      const shown = await search(pick(kinds.get(kind)!.before));
      const isTheirs = ({ productId }: Match): boolean => labels.get(productId) === prefers.get(kind);
      const clicked = random() < NOISE ? pick(shown.slice(0, SHOWN)) : shown.slice(0, SHOWN).find(isTheirs);
      const refused = shown.find((match) => !isTheirs(match));
      const event = { at: new Date(NOW - 30 * DAY * random()), userId, queryId: `${at}` };
      const events: FeedbackInput[] = [];
      if (clicked) {
        const kindOfClick = random() < LIKES ? 'like' : 'click';
        events.push({ ...event, kind: kindOfClick, productId: clicked.productId });
        clicks.set(clicked.productId, (clicks.get(clicked.productId) ?? 0) + 1);
      }
      if (refused && random() < REFUSES)
        events.push({ ...event, kind: 'refusal', productId: refused.productId });
      await recordFeedback(sink, events);
    }
  }

  const scores: PersonalScore[] = [];
  for (const { userId, prefers } of people) {
    const taste = { ...(await readTaste(sink, userId, { now: new Date(NOW) })), ...options.bounds };
    for (let at = 0; at < options.tests; at++) {
      const kind = pick(names);
      const photo = pick(kinds.get(kind)!.after);
      const plain = await search(photo);
      const popular = [...plain].sort(
        (a, b) =>
          (clicks.get(b.productId) ?? 0) - (clicks.get(a.productId) ?? 0) || b.similarity - a.similarity,
      );
      const rankings = { plain, popular, taste: await search(photo, taste) };
      const share = (label: string | undefined) => (ranking: readonly Match[]) =>
        ranking.slice(0, SHOWN).filter(({ productId }) => labels.get(productId) === label).length / SHOWN;
      const each = (score: (ranking: readonly Match[]) => number): Record<Ranking, number> => ({
        plain: score(rankings.plain),
        taste: score(rankings.taste),
        popular: score(rankings.popular),
      });
      scores.push({ user: userId, liked: each(share(prefers.get(kind))), exact: each(share(photo.label)) });
    }
  }
  return scores;
}

interface Kind {
  /** Most frequent first. */
  readonly sorts: readonly string[];
  /** Photos of histories, and of what is scored. */
  readonly before: readonly EmbeddedPhoto[];
  readonly after: readonly EmbeddedPhoto[];
}

/** Kinds of which there are two sorts or more, each with ten products at least. */
function kindsOf({ catalogue, photos, kindOf }: Shop): Map<string, Kind> {
  const counts = new Map<string, Map<string, number>>();
  for (const photo of catalogue) {
    const own = counts.get(kindOf(photo)) ?? new Map<string, number>();
    counts.set(kindOf(photo), own.set(photo.label, (own.get(photo.label) ?? 0) + 1));
  }
  const kinds = new Map<string, Kind>();
  for (const [name, own] of counts) {
    const sorts = [...own].filter(([, count]) => count >= SHOWN).sort(([, a], [, b]) => b - a);
    const asked = photos.filter((photo) => kindOf(photo) === name);
    if (name === 'none' || sorts.length < 2 || asked.length < 4) continue;
    kinds.set(name, {
      sorts: sorts.map(([label]) => label),
      before: asked.filter((_, at) => at % 2 === 0),
      after: asked.filter((_, at) => at % 2 === 1),
    });
  }
  return kinds;
}

function byRank(sorts: readonly string[], random: () => number): string {
  const total = sorts.reduce((sum, _, at) => sum + 1 / (at + 1), 0);
  let left = random() * total;
  for (const [at, sort] of sorts.entries()) {
    left -= 1 / (at + 1);
    if (left <= 0) return sort;
  }
  return sorts[0]!;
}

/** The product's own search over the catalogue's vectors; what everybody gets is kept. */
async function createSearch({
  catalogue,
}: Shop): Promise<(photo: EmbeddedPhoto, taste?: Taste) => Promise<readonly Match[]>> {
  const embedder: Embedder = {
    specVersion: SPEC_VERSION,
    input: 'raster',
    info: { id: 'kept', fingerprint: 'kept', maxBatchSize: 1, dimensions: catalogue[0]!.vector.length },
    embedImages: () => Promise.reject(new Error('Every vector is known.')),
  };
  const store = createMemoryStore();
  const pipeline = createImageSearchPipeline({
    imageProcessor: createSharpImageProcessor(),
    embedder,
    store,
  });
  await pipeline.open();
  await store.upsert(
    catalogue.map(({ id, vector }) => ({
      id,
      productId: id,
      imageId: '0',
      vector,
      category: 'other',
      contentHash: id,
      metadata: {},
    })),
  );
  const { fingerprint } = pipeline.info;
  const kept = new Map<string, readonly Match[]>();
  return async ({ id, vector }, taste) => {
    const known = taste ? undefined : kept.get(id);
    if (known) return known;
    const { matches } = await pipeline.search({
      vector,
      fingerprint,
      limit: taste ? SHOWN : REORDERED,
      taste,
    });
    if (!taste) kept.set(id, matches);
    return matches;
  };
}
