import { createHash } from 'node:crypto';
import type { RasterEmbedder } from '@imgsearch/core';

/** The same embedder, which looks at no raster twice: contenders share views of the same pictures. */
export function remembering(embedder: RasterEmbedder): RasterEmbedder {
  const known = new Map<string, Float32Array>();
  return {
    ...embedder,
    async embedImages(images, options) {
      const keys = images.map(
        ({ width, data }) => `${width}:${createHash('sha1').update(data).digest('base64')}`,
      );
      const fresh = keys.flatMap((key, at) => (known.has(key) ? [] : [at]));
      const vectors = await embedder.embedImages(
        fresh.map((at) => images[at]!),
        options,
      );
      for (const [place, at] of fresh.entries()) known.set(keys[at]!, vectors[place]!);
      return keys.map((key) => known.get(key)!.slice());
    },
  };
}
