import { readFileSync } from 'node:fs';
import { type BackgroundRemoval, invalidOption } from '@imgsearch/core';
import type { Command } from 'commander';
import { compareFiles } from '../compare-files.ts';
import { openComponents } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { readLabelledImages } from '../input/read-labelled-images.ts';
import { comparisonText } from '../report/comparison-text.ts';
import { type EvaluationFile, readEvaluationFile } from '../result-file.ts';
import { runEvaluation } from '../run-evaluation.ts';
import { modesOption } from './eval.ts';

interface CompareOptions {
  readonly json?: true | undefined;
  readonly data?: string | undefined;
  readonly modes: readonly BackgroundRemoval[];
  readonly everything?: true | undefined;
}

/** `imgsearch eval compare A B`: the same queries under two models, two settings, or on two days. */
export function addCompareCommand(evaluation: Command, { signal }: CommandContext): void {
  evaluation
    .command('compare')
    .summary('whether one result, or one model, is better than another by more than noise')
    .description(
      'Compares two results of the same queries, paired: the difference, its 95 % interval, and how often chance alone would do as much.',
    )
    .argument('<A>', 'made by eval --json, or with --data the manifest of an embedder')
    .argument('<B>', 'the same')
    .option('--data <DATA>', 'pictures to compare two embedders on, as for eval')
    .addOption(modesOption())
    .option('--everything', 'with --data: search everything, without narrowing to the category')
    .option('--json', 'the comparison as JSON')
    .action(async (a: string, b: string, options: CompareOptions) => {
      const first = await evaluationOf(a, options, signal);
      const comparisons = compareFiles(first, await evaluationOf(b, options, signal));
      if (!comparisons.some(({ queries }) => queries > 0))
        throw invalidOption(
          'B',
          `results of the queries and modes of ${a}`,
          b,
          'Evaluate the same data both times.',
        );
      process.stdout.write(
        options.json ? `${JSON.stringify(comparisons, null, 2)}\n` : comparisonText(comparisons),
      );
    });
}

/** A result from its file, or of a model that is measured now. */
async function evaluationOf(
  file: string,
  { data, modes, everything }: CompareOptions,
  signal: AbortSignal,
): Promise<EvaluationFile> {
  if (!isManifest(file)) return readEvaluationFile(file);
  if (data === undefined)
    throw invalidOption(
      '--data',
      'pictures to compare two models on',
      data,
      'Name the data that eval takes: --data DATA',
    );
  const components = await openComponents({ embedding: file });
  try {
    return await runEvaluation(
      components,
      { data, images: await readLabelledImages(data), modes, everything },
      signal,
    );
  } finally {
    await components.close();
  }
}

function isManifest(file: string): boolean {
  try {
    return 'manifestVersion' in JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}
