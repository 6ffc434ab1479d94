/** Runs that are looked at. */
const KEPT = 50;

/** Learns what a run costs. */
export interface BatchCost {
  add(size: number, milliseconds: number): void;
  /** Milliseconds that a run costs however many items it has; 0 until runs of different sizes were seen. */
  readonly fixed: number;
}

/** Least squares of `duration = perItem * size + fixed` over the latest runs. */
export function createBatchCost(): BatchCost {
  const runs: (readonly [size: number, milliseconds: number])[] = [];
  let fixed: number | undefined;
  return {
    add(size, milliseconds) {
      runs.push([size, milliseconds]);
      if (runs.length > KEPT) runs.shift();
      fixed = undefined;
    },
    get fixed() {
      fixed ??= intercept(runs);
      return fixed;
    },
  };
}

function intercept(points: readonly (readonly [x: number, y: number])[]): number {
  const count = points.length;
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / count;
  const [meanX, meanY] = [mean(0), mean(1)];
  let covariance = 0;
  let variance = 0;
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return variance > 0 ? Math.max(0, meanY - (covariance / variance) * meanX) : 0;
}
