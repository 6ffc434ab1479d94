import { ImageSearchError } from '@imgsearch/core';

/**
 * One row of a classifier's output as probabilities of categories; labels of one category are added up.
 * @param row one value a label
 * @throws ImageSearchError MODEL_MISMATCH for another number of labels, INFERENCE_FAILED for NaN
 */
export function classificationOutput(
  row: ArrayLike<number>,
  {
    activation,
    categoryOfLabel,
    categories,
  }: {
    readonly activation: 'none' | 'softmax';
    readonly categoryOfLabel: readonly number[];
    readonly categories: number;
  },
): Float32Array {
  if (row.length !== categoryOfLabel.length) {
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `The manifest lists ${categoryOfLabel.length} labels, but the model answered with ${row.length}.`,
      hint: 'List the labels of this model, in the order of its outputs.',
    });
  }
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < row.length; i++) high = Math.max(high, row[i]!);
  let total = activation === 'softmax' ? 0 : 1;
  if (activation === 'softmax') for (let i = 0; i < row.length; i++) total += Math.exp(row[i]! - high);
  if (!Number.isFinite(high) || !Number.isFinite(total)) {
    throw new ImageSearchError({
      code: 'INFERENCE_FAILED',
      message: 'The classifier answered with NaN or infinity.',
      hint: 'Check mean, std and scale of the manifest; an fp16 file may overflow: try fp32.',
    });
  }
  const sums = new Float64Array(categories);
  for (let i = 0; i < row.length; i++) {
    const category = categoryOfLabel[i]!;
    const value = activation === 'softmax' ? Math.exp(row[i]! - high) / total : row[i]!;
    if (category >= 0) sums[category]! += value;
  }
  return Float32Array.from(sums);
}
