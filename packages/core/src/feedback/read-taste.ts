import { checkKeys, checkNumber } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { FeedbackEvent, FeedbackSink } from '../spec/feedback.ts';
import type { Taste, TasteExample } from '../spec/search.ts';
import { checkDate, checkUserId } from './check-feedback-event.ts';
import { worthOf } from './worth-of.ts';

export interface ReadTasteOptions extends CallOptions {
  /** Days after which something counts half as much. Default 14. */
  readonly halfLife?: number | undefined;
  /** Liked products at most, those that count most. 0 to 32, default 8: each costs the search one look into the store. */
  readonly likes?: number | undefined;
  /** Refused products at most. 0 to 32, default 4. */
  readonly refusals?: number | undefined;
  /** Default: now. */
  readonly now?: string | Date | undefined;
}

const DAY = 86_400_000;
/** Half-lives after which nothing is read: a thousandth is left. */
const HORIZON = 10;

/**
 * What a person liked and refused lately, for `search({ image, taste })`. A product counts by what was done with it,
 * each halved with every half-life, at most 1 in all; refusals count against it. Products, not vectors: a taste
 * outlives a change of models. The order of the events means nothing.
 * @returns undefined where nothing is known, which searches as for everybody
 * @throws ImageSearchError INVALID_OPTIONS, and whatever the sink throws
 * @example
 * const sink = createMemoryFeedbackSink();
 * const taste = await readTaste(sink, 'u-7f3a', { halfLife: 30 });
 * const { matches } = await pipeline.search({ image: photo, taste });
 */
export async function readTaste(
  sink: Pick<FeedbackSink, 'events'>,
  userId: string,
  options: ReadTasteOptions = {},
): Promise<Pick<Taste, 'likes' | 'refusals'> | undefined> {
  const { halfLife: days, likes, refusals, now, ...call } = options;
  checkKeys('options', call, ['signal', 'priority', 'deadline']);
  const halfLife = DAY * checkNumber('halfLife', days, { min: 1 / 24, max: 36_500, fallback: 14 });
  const count = (option: string, value: unknown, fallback: number): number =>
    checkNumber(option, value, { min: 0, max: 32, integer: true, fallback });
  const most = { likes: count('likes', likes, 8), refusals: count('refusals', refusals, 4) };
  const time = new Date(checkDate('now', now ?? new Date())).getTime();
  const since = new Date(Math.max(0, time - HORIZON * halfLife)).toISOString();
  const events: FeedbackEvent[] = [];
  for await (const event of sink.events({ userId: checkUserId('userId', userId), since }, call))
    events.push(event);
  const worth = new Map<string, number>();
  // By time, so that sums are the same to the last digit whatever order the sink gives.
  for (const { at, kind, productId } of events.sort(byTime)) {
    const age = Math.max(0, time - new Date(at).getTime());
    worth.set(productId, (worth.get(productId) ?? 0) + worthOf[kind] * 0.5 ** (age / halfLife));
  }
  const known = [...worth].map(([productId, value]) => ({ productId, weight: value }));
  const best = (sign: 1 | -1, limit: number): TasteExample[] =>
    known
      .filter(({ weight }) => sign * weight > 2 ** -HORIZON)
      .sort((a, b) => sign * (b.weight - a.weight) || (a.productId < b.productId ? -1 : 1))
      .slice(0, limit)
      .map(({ productId, weight }) => ({ productId, weight: Math.min(1, sign * weight) }));
  const taste = { likes: best(1, most.likes), refusals: best(-1, most.refusals) };
  return taste.likes.length + taste.refusals.length > 0 ? taste : undefined;
}

const byTime = (a: FeedbackEvent, b: FeedbackEvent): number => {
  const [first, second] = [`${a.at} ${a.kind}`, `${b.at} ${b.kind}`];
  return first < second ? -1 : Number(first > second);
};
