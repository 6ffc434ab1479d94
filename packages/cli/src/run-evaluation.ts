import path from 'node:path';
import {
  type BackgroundRemoval,
  createImageSearchPipeline,
  createMemoryStore,
  type Views,
} from '@imgsearch/core';
import { compareRuns, type EvaluationRun, evaluate, summariseRun } from '@imgsearch/core/evaluation';
import type { Components } from './components.ts';
import type { LabelledFile } from './input/labelled-file.ts';
import { createProgressBar } from './progress.ts';
import type { EvaluationFile } from './result-file.ts';

export interface EvaluationSettings {
  /** As the user named it. */
  readonly data: string;
  readonly images: readonly LabelledFile[];
  readonly modes: readonly BackgroundRemoval[];
  /** Search everything, without narrowing to the category. */
  readonly everything?: boolean | undefined;
  /** Search with queries for what the catalogue does not have, too. */
  readonly strangers?: boolean | undefined;
  /** How products with several pictures are compared. */
  readonly views?: Views | undefined;
}

/** Every picture through a pipeline of these components, and what came of it. */
export async function runEvaluation(
  { parts }: Components,
  { data, images, modes, everything = false, strangers = false, views }: EvaluationSettings,
  signal: AbortSignal,
): Promise<EvaluationFile> {
  const bar = createProgressBar();
  const runs = await evaluate(images, {
    createPipeline: (backgroundRemoval) =>
      createImageSearchPipeline({
        ...parts,
        store: createMemoryStore(),
        policies: { backgroundRemoval, views },
      }),
    modes,
    strangers,
    ...(everything && { category: false as const }),
    onProgress: bar.show,
    signal,
  }).finally(bar.end);
  const { backgroundRemover, embedder, classifier } = parts;
  return {
    format: 'imgsearch-evaluation-1',
    date: new Date().toISOString(),
    data: path.basename(path.resolve(data)),
    category: everything ? 'everything' : 'narrowed',
    ...(views && views !== 'best' && { views }),
    models: {
      background: nameOf(backgroundRemover),
      embedding: nameOf(embedder),
      ...(classifier && { category: nameOf(classifier) }),
    },
    figures: runs.map((run) => summariseRun(run)),
    againstOff: againstOff(runs),
    runs,
  };
}

const nameOf = ({
  info,
}: {
  readonly info: { readonly id: string; readonly fingerprint: string };
}): EvaluationFile['models'][string] => ({ id: info.id, fingerprint: info.fingerprint });

function againstOff(runs: readonly EvaluationRun[]): EvaluationFile['againstOff'] {
  const off = runs.find(({ mode }) => mode === 'off');
  if (off === undefined) return {};
  return Object.fromEntries(
    runs.filter((run) => run !== off).map((run) => [run.mode, compareRuns(off, run)]),
  );
}
