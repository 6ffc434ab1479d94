import type { Segmentation } from '@imgsearch/core';

/**
 * Gives every result of a child process memory of its own: as they arrive, all of one message look into one buffer,
 * so that a caller who transfers one would lose its neighbours.
 */
export function ownResults(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return (value as unknown[]).map((one) => {
    if (one instanceof Float32Array) return new Float32Array(one);
    const mask = one as Partial<Segmentation> | null;
    return mask?.data instanceof Uint8Array ? { ...mask, data: new Uint8Array(mask.data) } : one;
  });
}
