import type { Calibration } from '../spec/search.ts';

/** A query's first match and its truth. */
export interface FirstMatch {
  readonly similarity: number;
  readonly lead: number;
  readonly right: boolean;
}

const STEPS = 100;
const ENOUGH = 1e-10;

/**
 * Logistic regression of "right" on similarity and lead after Platt (1999): targets are `(right + 1) / (right + 2)` and
 * `1 / (wrong + 2)` instead of 1 and 0, so that a set that can be told apart gets no endless slope. Newton's method on
 * standardised features with halved steps (Lin, Lin & Weng 2007).
 */
export function fitPlatt(
  matches: readonly FirstMatch[],
): Pick<Calibration, 'intercept' | 'similarity' | 'lead'> {
  const rights = matches.filter(({ right }) => right).length;
  const yes = (rights + 1) / (rights + 2);
  const no = 1 / (matches.length - rights + 2);
  const scales = [
    scaleOf(matches.map((match) => match.similarity)),
    scaleOf(matches.map((match) => match.lead)),
  ];
  const rows = matches.map(({ similarity, lead, right }) => ({
    x: [1, (similarity - scales[0]!.mean) / scales[0]!.spread, (lead - scales[1]!.mean) / scales[1]!.spread],
    target: right ? yes : no,
  }));
  let weights = [0, 0, 0];
  let loss = lossOf(rows, weights);
  for (let step = 0; step < STEPS; step++) {
    const move = newtonStep(rows, weights);
    let rate = 1;
    let next = weights;
    let nextLoss = loss;
    for (; rate > 1e-10; rate /= 2) {
      next = weights.map((weight, at) => weight - rate * move[at]!);
      nextLoss = lossOf(rows, next);
      if (nextLoss <= loss) break;
    }
    const gain = loss - nextLoss;
    [weights, loss] = [next, nextLoss];
    if (!(gain > ENOUGH)) break;
  }
  const similarity = weights[1]! / scales[0]!.spread;
  const lead = weights[2]! / scales[1]!.spread;
  return {
    intercept: weights[0]! - similarity * scales[0]!.mean - lead * scales[1]!.mean,
    similarity,
    lead,
  };
}

interface Row {
  readonly x: readonly number[];
  readonly target: number;
}
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

function scaleOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: variance > 0 ? Math.sqrt(variance) : 1 };
}

/** Cross-entropy, written so that no exponential overflows. */
function lossOf(rows: readonly Row[], weights: readonly number[]): number {
  let sum = 0;
  for (const { x, target } of rows) {
    const odds = dot(weights, x);
    sum += Math.max(odds, 0) - target * odds + Math.log1p(Math.exp(-Math.abs(odds)));
  }
  return sum;
}

/** Solves Hessian times step = gradient; a hair on the diagonal keeps constant features solvable. */
function newtonStep(rows: readonly Row[], weights: readonly number[]): number[] {
  const gradient = [0, 0, 0];
  const hessian = [0, 1, 2].map((at) => [0, 0, 0].map((_, other) => (at === other ? 1e-9 : 0)));
  for (const { x, target } of rows) {
    const probability = 1 / (1 + Math.exp(-dot(weights, x)));
    const curve = probability * (1 - probability);
    for (let i = 0; i < 3; i++) {
      gradient[i]! += (probability - target) * x[i]!;
      for (let j = 0; j < 3; j++) hessian[i]![j]! += curve * x[i]! * x[j]!;
    }
  }
  return solve(hessian, gradient);
}

/** Gaussian elimination of a positive definite system. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let at = 0; at < size; at++)
    for (let below = at + 1; below < size; below++) {
      const factor = rows[below]![at]! / rows[at]![at]!;
      for (let column = at; column <= size; column++) rows[below]![column]! -= factor * rows[at]![column]!;
    }
  const solution = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at--) {
    let rest = rows[at]![size]!;
    for (let column = at + 1; column < size; column++) rest -= rows[at]![column]! * solution[column]!;
    solution[at] = rest / rows[at]![at]!;
  }
  return solution;
}
