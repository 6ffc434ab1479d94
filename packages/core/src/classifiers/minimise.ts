import { dot } from './dot.ts';

/** A smooth convex function: gives its value, and fills in its gradient. */
export type SmoothFunction = (point: Float64Array, gradient: Float64Array) => Promise<number>;

export interface MinimiseOptions {
  /** Largest part of the gradient at which it is done. */
  readonly tolerance: number;
  readonly maxSteps: number;
  /** Divides, in place, by what the function's curvature is likely to be. */
  readonly precondition: (direction: Float64Array) => void;
}

/** Pairs of steps that shape the next one. */
const MEMORY = 10;
/** Share of the promised decrease that a step must bring. */
const ENOUGH = 1e-4;

/**
 * Preconditioned L-BFGS with backtracking (Nocedal & Wright 2006, algorithms 7.4 and 3.1).
 * @returns the point where it stopped; `start` is left alone
 */
export async function minimise(
  evaluate: SmoothFunction,
  start: Float64Array,
  { tolerance, maxSteps, precondition }: MinimiseOptions,
): Promise<Float64Array> {
  let point: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(start.length);
  let value = await evaluate(point, gradient);
  const pairs: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  for (let round = 0; round < maxSteps && largest(gradient) > tolerance; round++) {
    const direction = descend(gradient, pairs, precondition);
    const slope = dot(direction, gradient);
    let length = 1;
    let next = along(point, direction, length);
    const nextGradient = new Float64Array(start.length);
    let nextValue = await evaluate(next, nextGradient);
    while (nextValue > value + ENOUGH * length * slope) {
      length /= 2;
      // Nothing below is to be had in numbers of this size.
      if (length < 1e-12) return point;
      next = along(point, direction, length);
      nextValue = await evaluate(next, nextGradient);
    }
    const step = next.map((at, i) => at - point[i]!);
    const change = nextGradient.map((at, i) => at - gradient[i]!);
    const curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) pairs.push({ step, change, curvature });
    if (pairs.length > MEMORY) pairs.shift();
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return point;
}

/** Where to go: the gradient through the inverse curvature that the last steps have seen. */
function descend(
  gradient: Float64Array,
  pairs: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
  precondition: MinimiseOptions['precondition'],
): Float64Array {
  const direction = gradient.map((part) => -part);
  const shares: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, curvature } = pairs[i]!;
    shares[i] = dot(step, direction) / curvature;
    add(direction, change, -shares[i]!);
  }
  precondition(direction);
  const last = pairs.at(-1);
  if (last) {
    const change = last.change.slice();
    precondition(change);
    const scale = last.curvature / dot(last.change, change);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  pairs.forEach(({ step, change, curvature }, i) => {
    add(direction, step, shares[i]! - dot(change, direction) / curvature);
  });
  return direction;
}

const along = (point: Float64Array, direction: Float64Array, length: number): Float64Array =>
  point.map((at, i) => at + length * direction[i]!);

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!;
}

const largest = (gradient: Float64Array): number =>
  gradient.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
