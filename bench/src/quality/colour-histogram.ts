import { type RasterEmbedder, SPEC_VERSION } from '@imgsearch/core';

const BINS = 8;

/**
 * The baseline that any model must beat: counts of 8 x 8 x 8 RGB colours, unit length (Swain & Ballard 1991, compared by
 * the cosine), as an embedder, so that it is measured as every other one is.
 */
export function createColourHistogram(): RasterEmbedder {
  return {
    specVersion: SPEC_VERSION,
    input: 'raster',
    info: { id: 'colour-histogram', dimensions: BINS ** 3, fingerprint: '8x8x8 RGB', maxBatchSize: 32 },
    async embedImages(images) {
      return images.map(({ data, channels }) => {
        const counts = new Float32Array(BINS ** 3);
        for (let i = 0; i < data.length; i += channels)
          counts[((data[i]! >> 5) * BINS + (data[i + 1]! >> 5)) * BINS + (data[i + 2]! >> 5)]!++;
        const length = Math.hypot(...counts);
        return counts.map((count) => count / length);
      });
    },
  };
}
