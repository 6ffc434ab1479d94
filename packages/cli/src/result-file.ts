import { readFileSync } from 'node:fs';
import { ImageSearchError, type Views } from '@imgsearch/core';
import type { EvaluationRun, QueryMetric, RunComparison, RunFigures } from '@imgsearch/core/evaluation';

/** Gain and cost over the plain pipeline: its first embedder alone, a look a picture, products by their nearest. */
export interface AgainstPlain {
  readonly models: EvaluationFile['models'];
  /** This one less the plain one. */
  readonly comparisons: readonly (RunComparison & {
    readonly mode: RunFigures['mode'];
    readonly metric: QueryMetric;
  })[];
  /** Median time of a step over the plain one's, waiting included. */
  readonly cost: readonly {
    readonly mode: RunFigures['mode'];
    readonly embed?: number | undefined;
    readonly search?: number | undefined;
    readonly total?: number | undefined;
  }[];
}

/** What `eval --json` writes and `eval compare` reads. */
export interface EvaluationFile {
  readonly format: 'imgsearch-evaluation-1';
  readonly date: string;
  readonly data: string;
  readonly category: 'narrowed' | 'everything';
  /** Ids and fingerprints of the models. */
  readonly models: Readonly<Record<string, { readonly id: string; readonly fingerprint: string }>>;
  readonly figures: readonly RunFigures[];
  /** Top-5 accuracy against `off`, by mode. */
  readonly againstOff: Readonly<Record<string, RunComparison>>;
  /** How products with several pictures were compared; absent: by their nearest. */
  readonly views?: Views | undefined;
  /** Present where it is not the plain one. */
  readonly againstPlain?: AgainstPlain | undefined;
  readonly runs: readonly EvaluationRun[];
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function readEvaluationFile(file: string): EvaluationFile {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as EvaluationFile;
    if (value.format === 'imgsearch-evaluation-1') return value;
  } catch (cause) {
    throw new ImageSearchError({
      code: 'INVALID_OPTIONS',
      message: `${file} cannot be read: ${(cause as Error).message}`,
      hint: 'Make one with: imgsearch eval DATA --json FILE',
      cause,
    });
  }
  throw new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `${file} is not the result of an evaluation.`,
    hint: 'Make one with: imgsearch eval DATA --json FILE',
  });
}
