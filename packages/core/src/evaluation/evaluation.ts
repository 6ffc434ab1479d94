import type { Fingerprint } from '../spec/fingerprint.ts';
import type { BackgroundReason, BackgroundRemoval, Step } from '../spec/photo-report.ts';
import type { Estimate, PairedComparison } from '../statistics/estimate.ts';

export type { Estimate };

/** One of the answers to a query, best first. */
export interface Answer {
  /** The picture that was nearest. */
  readonly id: string;
  readonly label: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
  readonly right: boolean;
}

/** What became of one query. Plain data: runs are kept as JSON and compared later. */
export interface QueryOutcome {
  readonly id: string;
  readonly label: string;
  readonly productId?: string | undefined;
  readonly group: string;
  /** Truth, where it was given. */
  readonly category?: string | undefined;
  /** At most ten. */
  readonly answers: readonly Answer[];
  /** Right answers that the catalogue held. */
  readonly relevant: number;
  /** Likeliest leaf and its probability; absent without a classifier. */
  readonly predicted?: { readonly category: string; readonly probability: number } | undefined;
  readonly background: { readonly removed: boolean; readonly reason?: BackgroundReason | undefined };
  /** Milliseconds by step. */
  readonly timings: Readonly<Partial<Record<Step | 'total', number>>>;
  /** Set where the search failed: the query then counts as answered wrongly. */
  readonly error?: string | undefined;
}

/** Every query under one mode of background removal. */
export interface EvaluationRun {
  readonly mode: BackgroundRemoval;
  /** Of the pipeline; results of older versions have none. */
  readonly fingerprint?: Fingerprint | undefined;
  readonly queries: readonly QueryOutcome[];
  /** Queries whose right answer is not in the catalogue, where they were asked for: a calibration alone counts them. */
  readonly strangers?: readonly QueryOutcome[] | undefined;
  readonly catalogue: {
    readonly indexed: number;
    readonly failed: readonly { readonly id: string; readonly error: string }[];
  };
}

/** Shares from 0 to 1 over the queries. */
export interface RetrievalFigures {
  readonly queries: number;
  readonly recallAt1: Estimate;
  readonly recallAt5: Estimate;
  readonly recallAt10: Estimate;
  readonly meanAveragePrecisionAt10: Estimate;
  readonly top5Accuracy: Estimate;
}

/** Answers whose confidence lies from `from` up to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Means within the bin; 0 where it is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** How good the categories are. */
export interface ClassificationFigures {
  readonly queries: number;
  /** Likeliest leaf against the truth, over queries that have a leaf. */
  readonly accuracy: Estimate;
  /** Expected calibration error, 0 to 1. */
  readonly expectedCalibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  readonly threshold: ThresholdFigures;
  /** Counts by true category, then by the answer under the threshold. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What "below the threshold it is other" costs and buys. Shares from 0 to 1. */
export interface ThresholdFigures {
  readonly threshold: number;
  /** Of queries that have a leaf: how many get a leaf. */
  readonly confident: number;
  /** Of those: how many get the right one. */
  readonly accuracyWhenConfident: number;
  /** Bought: wrong leaves that became `other`, of all wrong leaves. */
  readonly wrongAvoided: number;
  /** Paid: right leaves that became `other`, of all right leaves. */
  readonly rightLost: number;
  /** Of queries whose truth is `other`: how many are called so; absent where there is none. */
  readonly otherFound?: number | undefined;
}

/** All figures of one run. */
export interface RunFigures {
  readonly mode: BackgroundRemoval;
  readonly overall: RetrievalFigures;
  /** By true category, or by label where no category was given. */
  readonly byCategory: Readonly<Record<string, RetrievalFigures>>;
  readonly classification?: ClassificationFigures | undefined;
  /** Milliseconds a query, waiting included. */
  readonly timings: Readonly<Record<string, { readonly p50: number; readonly p95: number }>>;
  /** Queries whose background was removed, and the others by reason. */
  readonly background: {
    readonly removed: number;
    readonly reasons: Readonly<Record<string, number>>;
  };
  /** Queries that could not be answered. */
  readonly failedQueries: number;
}

/** A paired comparison of two runs over the queries that both answered. */
export type RunComparison = PairedComparison;
