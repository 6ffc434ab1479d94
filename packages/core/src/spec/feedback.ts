import type { CallOptions } from './call-options.ts';
import type { Component } from './component.ts';

/**
 * What a person did with a match. `click`: looked at it. `like`: said so, or put it into the basket. `purchase`.
 * `refusal`: "not this".
 */
export type FeedbackKind = 'click' | 'like' | 'purchase' | 'refusal';

/** One thing that a person did with one match. Plain JSON; it holds no photo and no name. */
export interface FeedbackEvent {
  /** When, as an ISO date in UTC: `2026-03-01T12:00:00.000Z`. */
  readonly at: string;
  readonly kind: FeedbackKind;
  readonly productId: string;
  /** The picture that was shown. */
  readonly imageId?: string | undefined;
  /** Its place among the matches; the first is 0. */
  readonly position?: number | undefined;
  /** Leaf of the product, as the match had it: what a category head is fitted to. */
  readonly category?: string | undefined;
  /**
   * Who, as an opaque id of the host's, such as a keyed hash: never a name, an address or a number that means something
   * elsewhere. Left out, the event teaches but personalises nothing.
   */
  readonly userId?: string | undefined;
  /** Which search: events with one id are about the same query. */
  readonly queryId?: string | undefined;
  /** What was searched with, for learning: the vector that `embed` gave, and the `space` of its fingerprint. */
  readonly query?: FeedbackQueryVector | undefined;
}

export interface FeedbackQueryVector {
  /** Unit length. */
  readonly vector: Float32Array | readonly number[];
  readonly space: string;
}

/** Which events: all that are asked for at once. */
export interface FeedbackFilter {
  readonly userId?: string | undefined;
  /** ISO date: not before it. */
  readonly since?: string | undefined;
  /** ISO date: before it. */
  readonly before?: string | undefined;
}

/** Keeps what people did. Three functions over whatever can append a row and find it by user: a table, a file, memory. */
export interface FeedbackSink extends Component {
  readonly info: {
    /** Kind of sink, e.g. `file`. */
    readonly id: string;
    /** Which one, for messages, e.g. its path. */
    readonly name: string;
  };
  /** Appends: all of them or, where it rejects, none that a reader is promised. `recordFeedback` has checked them. */
  record(events: readonly FeedbackEvent[], options?: CallOptions): Promise<void>;
  /** Matching events, in any order, each once; what is recorded meanwhile may or may not come. */
  events(filter?: FeedbackFilter, options?: CallOptions): AsyncIterable<FeedbackEvent>;
  /** Erases matching events for good: once it resolves, no copy of the sink's own is left. */
  forget(filter: FeedbackFilter, options?: CallOptions): Promise<{ readonly forgotten: number }>;
}
