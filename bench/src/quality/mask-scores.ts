/** How well a mask fits a hand-made one of the same size. */
export interface MaskScores {
  /** Overlap of what is above half, 0 to 1. */
  readonly intersectionOverUnion: number;
  /** Mean absolute difference of the soft mask, 0 to 1. */
  readonly absoluteError: number;
  /** F measure of edge pixels within 2 % of the longer side of each other, 0 to 1. */
  readonly boundaryF: number;
}

/** Both masks row by row, 0 to 255. */
export function scoreMask(mask: Uint8Array, truth: Uint8Array, width: number, height: number): MaskScores {
  let [both, either, error] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const [found, there] = [mask[i]! > 127, truth[i]! > 127];
    if (found && there) both++;
    if (found || there) either++;
    error += Math.abs(mask[i]! - truth[i]!);
  }
  return {
    intersectionOverUnion: either === 0 ? 1 : both / either,
    absoluteError: error / truth.length / 255,
    boundaryF: boundaryF(mask, truth, width, height),
  };
}

/** Pixels whose 3 x 3 neighbourhood lies on both sides of half. */
function edgesOf(mask: Uint8Array, width: number, height: number): [number, number][] {
  const edges: [number, number][] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [inside, outside] = [false, false];
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          if (mask[v * width + u]! > 127) inside = true;
          else outside = true;
        }
      }
      if (inside && outside) edges.push([x, y]);
    }
  }
  return edges;
}

/** Share of `edges` with one of the others within `reach` pixels; a disc is stamped round each of the others. */
function near(
  edges: readonly (readonly [number, number])[],
  others: readonly (readonly [number, number])[],
  reach: number,
  width: number,
  height: number,
): number {
  const close = new Uint8Array(width * height);
  for (const [x, y] of others) {
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
      const half = Math.floor(Math.sqrt(reach ** 2 - (v - y) ** 2));
      close.fill(1, v * width + Math.max(0, x - half), v * width + Math.min(width, x + half + 1));
    }
  }
  return edges.filter(([x, y]) => close[y * width + x] === 1).length / edges.length;
}

function boundaryF(mask: Uint8Array, truth: Uint8Array, width: number, height: number): number {
  const [found, there] = [edgesOf(mask, width, height), edgesOf(truth, width, height)];
  if (found.length === 0 || there.length === 0) return 0;
  const reach = Math.max(3, Math.round(0.02 * Math.max(width, height)));
  const precision = near(found, there, reach, width, height);
  const recall = near(there, found, reach, width, height);
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
