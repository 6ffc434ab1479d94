import { readFileSync } from 'node:fs';
import { ImageSearchError } from '@imgsearch/core';
import type { EvaluationRun, RunComparison, RunFigures } from '@imgsearch/core/evaluation';

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
