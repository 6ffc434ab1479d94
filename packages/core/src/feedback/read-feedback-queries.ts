import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { FeedbackEvent, FeedbackSink } from '../spec/feedback.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import { checkDate } from './check-feedback-event.ts';
import { worthOf } from './worth-of.ts';

/** One search and what came of it. */
export interface FeedbackQuery {
  /** Unit length. */
  readonly vector: Float32Array;
  /** Whose it is, or the search itself where nobody is known: what must not be on both sides of a comparison. */
  readonly group: string;
  readonly liked: readonly { readonly productId: string; readonly category?: string | undefined }[];
  readonly refused: readonly string[];
}

export interface FeedbackQueriesOptions extends CallOptions {
  /** The pipeline's: queries of another space do not compare and are left out. */
  readonly fingerprint: Pick<Fingerprint, 'space' | 'sameSpaceAs'>;
  /** ISO date or Date: not before it. */
  readonly since?: string | Date | undefined;
  /** ISO date or Date: before it. */
  readonly before?: string | Date | undefined;
  /** Latest searches of one person at most, so that nobody outvotes the others. Default 50. */
  readonly maxPerUser?: number | undefined;
}

export interface FeedbackQueries {
  readonly queries: readonly FeedbackQuery[];
  /** Events that teach nothing: without a vector, or of another space. */
  readonly leftOut: { readonly withoutVector: number; readonly otherSpace: number };
}

/**
 * Feedback as searches with what was liked and refused, for learning. Events of one `queryId` are one search, an event
 * without one is a search of its own. Deterministic, whatever order the sink gives.
 * @throws ImageSearchError INVALID_OPTIONS, and whatever the sink throws
 * @example
 * const sink = createMemoryFeedbackSink();
 * const { queries } = await readFeedbackQueries(sink, { fingerprint: pipeline.info.fingerprint });
 */
export async function readFeedbackQueries(
  sink: Pick<FeedbackSink, 'events'>,
  options: FeedbackQueriesOptions,
): Promise<FeedbackQueries> {
  const { fingerprint, since, before, maxPerUser, ...call } = options;
  checkKeys('options', call, ['signal', 'priority', 'deadline']);
  if (typeof fingerprint?.space !== 'string')
    throw invalidOption('fingerprint', "the pipeline's `info.fingerprint`", fingerprint);
  const most = checkNumber('maxPerUser', maxPerUser, { min: 1, integer: true, fallback: 50 });
  const spaces = [fingerprint.space, ...(fingerprint.sameSpaceAs ?? [])];
  const filter = {
    ...(since !== undefined && { since: checkDate('since', since) }),
    ...(before !== undefined && { before: checkDate('before', before) }),
  };
  const searches = new Map<string, FeedbackEvent[]>();
  let alone = 0;
  for await (const event of sink.events(filter, call)) {
    const key = event.queryId === undefined ? `event ${alone++}` : `query ${event.userId} ${event.queryId}`;
    searches.set(key, [...(searches.get(key) ?? []), event]);
  }
  const leftOut = { withoutVector: 0, otherSpace: 0 };
  const found: FoundQuery[] = [];
  for (const events of searches.values()) {
    events.sort((a, b) => compare(keyOf(a), keyOf(b)));
    const { query } = events.find((event) => event.query !== undefined) ?? {};
    if (query === undefined) leftOut.withoutVector += events.length;
    else if (!spaces.includes(query.space)) leftOut.otherSpace += events.length;
    else found.push(toQuery(events, Float32Array.from(query.vector)));
  }
  found.sort((a, b) => compare(a.order, b.order));
  return { queries: latestOf(found, most), leftOut };
}

interface FoundQuery {
  readonly query: FeedbackQuery;
  /** Sorts by time, and in some order what happened at one time. */
  readonly order: string;
}

/** @param events in the order of time */
function toQuery(events: readonly FeedbackEvent[], vector: Float32Array): FoundQuery {
  const products = new Map<string, { worth: number; category: string | undefined }>();
  for (const { kind, productId, category } of events) {
    const known = products.get(productId);
    products.set(productId, {
      worth: (known?.worth ?? 0) + worthOf[kind],
      category: known?.category ?? category,
    });
  }
  const list = [...products].sort(([a], [b]) => (a < b ? -1 : 1));
  const [{ userId, queryId }] = events as readonly [FeedbackEvent];
  const { at } = events.at(-1) as FeedbackEvent;
  const query: FeedbackQuery = {
    vector,
    group: userId !== undefined ? `user ${userId}` : `query ${queryId ?? `${at} ${list[0]?.[0]}`}`,
    liked: list.flatMap(([productId, { worth, category }]) =>
      worth > 0 ? [{ productId, ...(category !== undefined && { category }) }] : [],
    ),
    refused: list.flatMap(([productId, { worth }]) => (worth < 0 ? [productId] : [])),
  };
  return { query, order: `${at} ${JSON.stringify([{ ...query, vector: [...vector] }])}` };
}

/** The latest of each group, in the order of time. */
function latestOf(found: readonly FoundQuery[], most: number): FeedbackQuery[] {
  const counts = new Map<string, number>();
  const kept: FeedbackQuery[] = [];
  for (const { query } of [...found].reverse()) {
    const count = (counts.get(query.group) ?? 0) + 1;
    counts.set(query.group, count);
    if (count <= most) kept.push(query);
  }
  return kept.reverse();
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Time comes first; what happened at one time is in some order. */
const keyOf = ({ at, kind, productId, category = '' }: FeedbackEvent): string =>
  `${at} ${kind} ${productId} ${category}`;
