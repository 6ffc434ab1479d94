/** Probability times 255 from which a pixel is object. */
const OBJECT = 128;

/**
 * Clears what stands beside the object: each connected component (8 neighbours, probability of at least 0.5) with fewer
 * pixels than `share` of the largest one's, and the soft pixels that are nearer to it than to what stays.
 * @param mask row-major, `width * height` long, probability times 255; changed in place
 * @param share 0 to 1; with 0 nothing is cleared
 */
export function dropSmallComponents(mask: Uint8Array, width: number, height: number, share: number): void {
  if (share === 0) return;
  const labels = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  const sizes = [0];
  let tail = 0;
  for (let start = 0; start < mask.length; start++) {
    if (mask[start]! < OBJECT || labels[start] !== 0) continue;
    const label = sizes.length;
    const first = tail;
    labels[start] = label;
    queue[tail++] = start;
    tail = spread(first, tail, OBJECT);
    sizes.push(tail - first);
  }
  const least = share * sizes.reduce((largest, size) => Math.max(largest, size), 0);
  const small = sizes.map((size) => size < least);
  if (sizes.length < 3 || !small.includes(true, 1)) return;
  // All components grow at once through soft pixels, a step a round: the nearest takes each.
  spread(0, tail, 1);
  for (let i = 0; i < mask.length; i++) if (labels[i] !== 0 && small[labels[i]!]) mask[i] = 0;

  /** Gives the labels of `queue[head..end]` to all that can be reached through pixels of at least `level`. */
  function spread(head: number, end: number, level: number): number {
    let [at, last] = [head, end];
    while (at < last) {
      const pixel = queue[at++]!;
      const x = pixel % width;
      const y = (pixel - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const neighbour = ny * width + nx;
          if (labels[neighbour] !== 0 || mask[neighbour]! < level) continue;
          labels[neighbour] = labels[pixel]!;
          queue[last++] = neighbour;
        }
      }
    }
    return last;
  }
}
