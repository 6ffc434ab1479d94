import { ImageSearchError } from '../errors/image-search-error.ts';
import { referenceCutOut } from '../photo/reference-cut-out.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { DecodeLimits, ImageProcessor } from '../spec/image-processor.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createFakeCall, type FakeBehavior, type FakeRecord, withRecord } from './fake-call.ts';
import { packRaster, unpackImage } from './fake-image.ts';

/** Longest side to `workingSize`, by the nearest pixel. */
function shrink(image: RasterImage, workingSize: number): RasterImage {
  const scale = Math.min(1, workingSize / Math.max(image.width, image.height));
  if (scale === 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const { channels } = image;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += channels) {
      const row = Math.floor(((y + 0.5) * image.height) / height);
      const from = (row * image.width + Math.floor(((x + 0.5) * image.width) / width)) * channels;
      data.set(image.data.subarray(from, from + channels), to);
    }
  }
  return { width, height, channels, data };
}

function tooLarge(what: string): ImageSearchError {
  return new ImageSearchError({ code: 'IMAGE_TOO_LARGE', message: `The fake image has ${what}.` });
}

/**
 * Decodes what `fakeImage` makes, with every bound of `DecodeLimits` but the timeout. Cut-outs are `referenceCutOut`;
 * `encode` gives fake bytes again, whatever the format.
 * @example
 * const imageProcessor = createFakeImageProcessor();
 */
export function createFakeImageProcessor(behavior: FakeBehavior = {}): ImageProcessor & FakeRecord {
  const call = createFakeCall('fake image processor', behavior);
  const decode = (bytes: Uint8Array, limits: DecodeLimits): RasterImage => {
    if (bytes.length > limits.maxBytes) throw tooLarge(`${bytes.length} bytes`);
    const { header, data } = unpackImage(bytes);
    const { width, height, channels, frames } = header;
    if (width * height > limits.maxPixels) throw tooLarge(`${width * height} pixels`);
    if (frames > limits.maxFrames) throw tooLarge(`${frames} frames`);
    return shrink({ width, height, channels, data }, limits.workingSize);
  };
  const processor: ImageProcessor = {
    specVersion: SPEC_VERSION,
    info: { id: 'fake', fingerprint: 'fake-decoder-1' },
    decode: (bytes, limits, options) => call.run([bytes], options, () => decode(bytes, limits)),
    cutOut: (image, mask, how, options) =>
      call.run([image], options, () => referenceCutOut(image, mask, how)),
    encode: (image, _, options) => call.run([image], options, () => packRaster(image)),
    close: call.close,
    [Symbol.asyncDispose]: call.close,
  };
  return withRecord(processor, call.record);
}
