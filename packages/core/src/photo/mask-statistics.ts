import type { MaskStatistics } from '../spec/background-remover.ts';

/** Binary entropy in bits of each of the 256 probabilities. */
const ENTROPY = Float32Array.from({ length: 256 }, (_, level) => {
  const p = level / 255;
  return level === 0 || level === 255 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
});

/**
 * What the gate needs to know of a mask.
 * @param data probability times 255, row-major, `width * height` long
 * @param rawMaximum highest model output before any stretch, 0 to 1
 */
export function maskStatistics(
  data: Uint8Array,
  width: number,
  height: number,
  rawMaximum: number,
): MaskStatistics {
  let sum = 0;
  let entropy = 0;
  for (const level of data) {
    sum += level;
    entropy += ENTROPY[level]!;
  }
  let touching = 0;
  const foreground = (x: number, y: number): number => (data[y * width + x]! >= 128 ? 1 : 0);
  for (let x = 0; x < width; x++) touching += foreground(x, 0) + foreground(x, height - 1);
  for (let y = 1; y < height - 1; y++) touching += foreground(0, y) + foreground(width - 1, y);
  const border = Math.max(1, 2 * width + 2 * Math.max(0, height - 2));
  return {
    rawMaximum,
    coverage: sum / 255 / data.length,
    borderContact: touching / border,
    entropy: entropy / data.length,
  };
}
