import type { Embedder } from '../spec/embedder.ts';
import type { FittedTemperature } from './fit-temperature.ts';
import type { LinearHead } from './linear-head.ts';
import type { Scorer } from './scorer.ts';

/** Puts a head together. Its numbers are rounded to what a 32-bit float can tell apart, so that files stay small. */
export function makeHead(parts: {
  readonly id: string;
  readonly embedder: Pick<Embedder, 'info'>;
  readonly categories: readonly string[];
  readonly scorer: Scorer;
  /** A bare number where nothing was held out. */
  readonly temperature: FittedTemperature | number;
}): LinearHead {
  const { id, embedder, categories, scorer, temperature } = parts;
  const rounded = (row: Float64Array): number[] => Array.from(row, (value) => Number(value.toPrecision(9)));
  return {
    format: 'imgsearch-linear-head',
    version: 1,
    id,
    embedder: embedder.info.fingerprint,
    categories,
    weights: scorer.weights.map(rounded),
    biases: rounded(scorer.biases),
    ...(typeof temperature === 'number'
      ? { temperature }
      : { temperature: temperature.temperature, heldOut: temperature.figures }),
  };
}
