import { type BackgroundRemoval, createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import {
  compareRuns,
  type EvaluationRun,
  evaluate,
  type RunComparison,
  type RunFigures,
  summariseRun,
} from '@imgsearch/core/evaluation';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { starterParts } from '../lib/starter-pipeline.ts';
import { createColourHistogram } from './colour-histogram.ts';
import type { QualitySet } from './sets.ts';

export type Column = 'histogram' | 'framed' | BackgroundRemoval;
export const columnNames: Readonly<Record<Column, string>> = {
  histogram: 'colour histogram',
  framed: 'off, framed',
  off: 'off',
  always: 'on',
  auto: 'gated',
};

export interface MeasuredSet {
  readonly set: QualitySet;
  readonly runs: Readonly<Partial<Record<Column, EvaluationRun>>>;
}

/** A set through the product's own pipeline, and through one with the colour histogram in the embedder's place. */
export async function measureSet(set: QualitySet): Promise<MeasuredSet> {
  const runs: Partial<Record<Column, EvaluationRun>> = {};
  const category = set.narrowed ? undefined : (false as const);
  const say = (name: string, done: number, total: number): void => {
    if (done === total) process.stderr.write(`  ${name}: ${total} done\n`);
  };
  const measure = async (
    names: readonly Column[],
    images: QualitySet['images'],
    modes: readonly BackgroundRemoval[],
    createPipeline: Parameters<typeof evaluate>[1]['createPipeline'],
    everything = category,
  ): Promise<void> => {
    const made = await evaluate(images, {
      createPipeline,
      modes,
      category: everything,
      onProgress: ({ mode, phase, done, total }) => say(`${set.name}, ${mode}, ${phase}`, done, total),
    });
    made.forEach((run, i) => {
      runs[names[i]!] = run;
    });
  };
  await measure(
    ['histogram'],
    set.framed ?? set.images,
    ['off'],
    () =>
      createImageSearchPipeline({
        imageProcessor: createSharpImageProcessor(),
        embedder: createColourHistogram(),
        store: createMemoryStore(),
      }),
    false,
  );
  const { parts, close } = await starterParts();
  const createPipeline = (backgroundRemoval: BackgroundRemoval) =>
    createImageSearchPipeline({ ...parts, store: createMemoryStore(), policies: { backgroundRemoval } });
  try {
    if (set.framed) await measure(['framed'], set.framed, ['off'], createPipeline);
    await measure(['off', 'always', 'auto'], set.images, ['off', 'always', 'auto'], createPipeline);
  } finally {
    await close();
  }
  return { set, runs };
}

/** Figures of the queries that count in a row. */
export function rowFigures({ set, runs }: MeasuredSet, column: Column, row: string): RunFigures | undefined {
  const run = runs[column];
  return (
    run && summariseRun({ ...run, queries: run.queries.filter((query) => set.rows(query).includes(row)) })
  );
}

/** Gated against off, paired, over the queries of a row. */
export function gain({ set, runs }: MeasuredSet, row: string): RunComparison | undefined {
  const { off, auto } = runs;
  if (off === undefined || auto === undefined) return undefined;
  const queries = off.queries.filter((query) => set.rows(query).includes(row));
  return compareRuns({ ...off, queries }, auto);
}

export const rowNames = ({ set, runs }: MeasuredSet): string[] => [
  ...new Set((runs.off?.queries ?? []).flatMap((query) => set.rows(query))),
];
