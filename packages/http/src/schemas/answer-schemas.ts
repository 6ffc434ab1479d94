import type { BackgroundReport, CategoryReport, MatchReach } from '@imgsearch/core';
import * as v from 'valibot';
import type { Problem } from '../answer/to-problem.ts';

type Schema<T> = v.GenericSchema<unknown, T>;

/** A product that looks like the photo. */
export interface MatchAnswer {
  readonly productId: string;
  /** The product's picture that is nearest. */
  readonly imageId: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
  readonly category: string;
  readonly metadata: Record<string, unknown>;
  /** How wide the net was when it was caught. */
  readonly reach: MatchReach;
}

export interface UnreadPhoto {
  readonly photo: number;
  readonly code: string;
  readonly detail: string;
}

export interface SearchAnswer {
  /** One a product, by `reach` from near to far, and within a reach best first. */
  readonly matches: readonly MatchAnswer[];
  /** How likely the first is right, where the host has calibrated it. */
  readonly confidence?: { readonly probability: number; readonly confident: boolean } | undefined;
  /** Of several photos those that could not be read, by their place from 0, and why: the others were searched with. */
  readonly unread?: readonly UnreadPhoto[] | undefined;
  /** `cursor` of the next page; absent where there is none. */
  readonly next?: string | undefined;
  readonly query: { readonly category: CategoryReport; readonly background: BackgroundReport };
  /** Milliseconds by step, and in all. */
  readonly timings: Record<string, number>;
}

export interface AnalyzeAnswer {
  readonly category: CategoryReport;
  readonly background: BackgroundReport;
  /** PNG as data URLs. */
  readonly pictures: {
    /** The photo upright, at the working size. */
    readonly original: string;
    /** Grey: how sure the model is that a pixel is object. */
    readonly mask?: string | undefined;
    /** The object with transparency. */
    readonly cutOut?: string | undefined;
    /** What the models saw. */
    readonly input: string;
  };
  readonly timings: Record<string, number>;
}

/** Whether it lives, or whether it can answer. */
export interface HealthAnswer {
  readonly state: string;
  /** What keeps it from answering well. */
  readonly reasons: readonly string[];
}

const category = v.object({
  id: v.string(),
  confidence: v.number(),
  alternatives: v.array(v.object({ id: v.string(), probability: v.number() })),
  source: v.picklist(['classifier', 'caller', 'product', 'none']),
});

const background = v.object({
  removed: v.boolean(),
  mode: v.picklist(['auto', 'off', 'always']),
  reason: v.optional(
    v.picklist(['off', 'no-remover', 'empty', 'full', 'undecided', 'cut-by-frame', 'no-photo']),
  ),
  coverage: v.optional(v.number()),
});

const timings = v.record(v.string(), v.number());

export const searchAnswerSchema: Schema<SearchAnswer> = v.object({
  matches: v.array(
    v.object({
      productId: v.string(),
      imageId: v.string(),
      similarity: v.number(),
      category: v.string(),
      metadata: v.record(v.string(), v.unknown()),
      reach: v.picklist(['category', 'group', 'everything']),
    }),
  ),
  confidence: v.optional(v.object({ probability: v.number(), confident: v.boolean() })),
  unread: v.optional(v.array(v.object({ photo: v.number(), code: v.string(), detail: v.string() }))),
  next: v.optional(v.string()),
  query: v.object({ category, background }),
  timings,
});

export const analyzeAnswerSchema: Schema<AnalyzeAnswer> = v.object({
  category,
  background,
  pictures: v.object({
    original: v.string(),
    mask: v.optional(v.string()),
    cutOut: v.optional(v.string()),
    input: v.string(),
  }),
  timings,
});

export const healthAnswerSchema: Schema<HealthAnswer> = v.object({
  state: v.string(),
  reasons: v.array(v.string()),
});

/** `code` is open: a new one is a minor release. */
export const problemSchema: Schema<Omit<Problem, 'code'> & { readonly code: string }> = v.object({
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: v.string(),
  hint: v.optional(v.string()),
  retryable: v.boolean(),
});
