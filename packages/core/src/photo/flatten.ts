import type { Segmentation } from '../spec/background-remover.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { ImageProcessor, RgbColor } from '../spec/image-processor.ts';
import type { RasterImage } from '../spec/raster-image.ts';

/** One pixel that says "all of it is object": a cut-out with it only composites the picture's own alpha. */
const everything: Segmentation = {
  width: 1,
  height: 1,
  data: Uint8Array.of(255),
  statistics: { rawMaximum: 1, coverage: 1, borderContact: 1, entropy: 0 },
};

/**
 * The raster without transparency: a cut-out that someone uploads is laid on `fill`, because models take three
 * channels and the colour hidden below full transparency is usually black.
 */
export async function flatten(
  image: RasterImage,
  fill: RgbColor,
  imageProcessor: ImageProcessor,
  options: CallOptions,
): Promise<RasterImage> {
  if (image.channels === 3) return image;
  return imageProcessor.cutOut(image, everything, { feather: 0, margin: null, fill }, options);
}
