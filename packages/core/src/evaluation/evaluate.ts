import { throwIfStopped } from '../errors/abort.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { BackgroundRemoval } from '../spec/photo-report.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { SearchOptions } from '../spec/search.ts';
import { createAnswerSheet } from './answer-sheet.ts';
import type { EvaluationRun } from './evaluation.ts';
import { indexCatalogue } from './index-catalogue.ts';
import type { LabelledImage } from './labelled-image.ts';
import { runQueries } from './run-queries.ts';

export interface EvaluationProgress {
  readonly mode: BackgroundRemoval;
  readonly phase: 'index' | 'search';
  readonly done: number;
  readonly total: number;
}

export interface EvaluateOptions {
  /**
   * The host's own pipeline over an empty store, with `policies.backgroundRemoval` as given. Called once a mode; the
   * pipeline is closed afterwards, its components are not.
   */
  readonly createPipeline: (mode: BackgroundRemoval) => ImageSearchPipeline | Promise<ImageSearchPipeline>;
  /** Default: `off`, `always` and `auto`. */
  readonly modes?: readonly BackgroundRemoval[] | undefined;
  /** As in a search: left out, the query is classified and narrowed; `false` searches everything. */
  readonly category?: SearchOptions['category'];
  /**
   * Search with queries that have no right answer in the catalogue as well, into the run's `strangers`: what
   * `fitCalibration` learns "no confident match" from. Default false.
   */
  readonly strangers?: boolean | undefined;
  /** Queries at once. Default 4; 1 where times without waiting are wanted. */
  readonly concurrency?: number | undefined;
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How good a pipeline is on pictures whose right answers are known, under each mode of background removal: the
 * catalogue is indexed and every query searched by the pipeline itself, and nothing else. Pictures without a `split` are
 * both, and are never their own answer (leave-one-out). Queries without a right answer in the catalogue are left out
 * of `queries`.
 *
 * A picture that cannot be read stays with itself: as a query it counts as answered wrongly, in the catalogue it is
 * listed under `catalogue.failed`.
 * @throws ImageSearchError INVALID_OPTIONS for pictures of one id twice, or without queries or catalogue; ABORTED
 * @example
 * const labelled = [
 *   { id: '1', source: photo, label: 'mug', split: 'query' as const },
 *   { id: '2', source: bytes, label: 'mug', split: 'catalogue' as const },
 * ];
 * const runs = await evaluate(labelled, {
 *   createPipeline: (backgroundRemoval) =>
 *     createImageSearchPipeline({
 *       imageProcessor, backgroundRemover, embedder, store: createMemoryStore(), policies: { backgroundRemoval },
 *     }),
 * });
 * const figures = runs.map((run) => summariseRun(run));
 */
export async function evaluate(
  images: readonly LabelledImage[],
  options: EvaluateOptions,
): Promise<EvaluationRun[]> {
  checkKeys('options', options, [
    'createPipeline',
    'modes',
    'category',
    'strangers',
    'concurrency',
    'onProgress',
    'signal',
  ]);
  if (typeof options.createPipeline !== 'function')
    throw invalidOption('createPipeline', 'a function that makes a pipeline', options.createPipeline);
  const concurrency = checkNumber('concurrency', options.concurrency, { min: 1, integer: true, fallback: 4 });
  const sheet = createAnswerSheet(images);
  const runs: EvaluationRun[] = [];
  for (const mode of options.modes ?? ['off', 'always', 'auto']) {
    throwIfStopped(options);
    const pipeline = await options.createPipeline(mode);
    const report =
      (phase: EvaluationProgress['phase'], total: number) =>
      (done: number): void =>
        options.onProgress?.({ mode, phase, done, total });
    try {
      const catalogue = await indexCatalogue(
        pipeline,
        sheet,
        report('index', sheet.catalogue.length),
        options.signal,
      );
      const asked = [...sheet.queries, ...(options.strangers === true ? sheet.strangers : [])];
      const outcomes = await runQueries(pipeline, sheet, asked, {
        mode,
        concurrency,
        category: options.category,
        signal: options.signal,
        onDone: report('search', asked.length),
      });
      runs.push({
        ...{ mode, fingerprint: pipeline.info.fingerprint, catalogue },
        queries: outcomes.slice(0, sheet.queries.length),
        ...(options.strangers === true && { strangers: outcomes.slice(sheet.queries.length) }),
      });
    } finally {
      await pipeline.close();
    }
  }
  return runs;
}
