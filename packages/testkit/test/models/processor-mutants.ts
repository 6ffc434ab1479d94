import { type ImageProcessor, ImageSearchError, type RasterImage } from '@imgsearch/core';
import { createFakeImageProcessor } from '@imgsearch/core/testing';
import type { ModelMutant } from './model-mutants.ts';

type Change = (processor: ImageProcessor) => Partial<ImageProcessor>;
const shown =
  (change: (image: RasterImage) => RasterImage): Change =>
  ({ decode }) => ({
    decode: async (...given) => change(await decode(...given)),
  });
const cut =
  (
    change: (...given: Parameters<ImageProcessor['cutOut']>) => Parameters<ImageProcessor['cutOut']>,
  ): Change =>
  ({ cutOut }) => ({
    cutOut: (...given) => cutOut(...change(...given)),
  });

const wrong: Record<string, Change> = {
  'it has no fingerprint': () => ({ info: { id: 'fake', fingerprint: '' } }),
  'it does not tell for which contract it was written': () => ({ specVersion: 0 as never }),
  'alpha is dropped': shown((image) => {
    if (image.channels === 3) return image;
    return { ...image, channels: 3, data: image.data.filter((_, at) => at % 4 !== 3) };
  }),
  'alpha is multiplied into the colour': shown((image) =>
    image.channels === 3
      ? image
      : {
          ...image,
          data: image.data.map((level, at, all) =>
            at % 4 === 3 ? level : (level * all[at - (at % 4) + 3]!) / 255,
          ),
        },
  ),
  'red and blue are exchanged': shown(({ data, ...image }) => ({
    ...image,
    data: data.map((_, at) => data[at + ([2, 0, -2, 0] as const)[at % image.channels]!]!),
  })),
  'WebP is encoded at half the size': ({ encode }) => ({
    encode: (image, format, options) =>
      encode(
        format === 'webp' ? { width: 1, height: 1, channels: 3, data: new Uint8Array(3) } : image,
        format,
        options,
      ),
  }),
  'the working size is ignored': ({ decode }) => ({
    decode: (bytes, limits, options) => decode(bytes, { ...limits, workingSize: 1e6 }, options),
  }),
  'a small picture is enlarged': ({ decode }) => ({
    async decode(bytes, limits, options) {
      const image = await decode(bytes, limits, options);
      if (limits.workingSize !== 500) return image;
      const size = { width: image.width * 2, height: image.height * 2 };
      return { ...image, ...size, data: new Uint8Array(size.width * size.height * image.channels) };
    },
  }),
  'the bound on bytes is ignored': ({ decode }) => ({
    decode: (bytes, limits, options) => decode(bytes, { ...limits, maxBytes: 1e9 }, options),
  }),
  'the bound on pixels is ignored': ({ decode }) => ({
    decode: (bytes, limits, options) => decode(bytes, { ...limits, maxPixels: 1e9 }, options),
  }),
  'bad bytes are a failure of another kind': ({ decode }) => ({
    decode: (...given) =>
      decode(...given).catch((error) => {
        throw ImageSearchError.isInstance(error) &&
          error.code !== 'ABORTED' &&
          error.code !== 'IMAGE_TOO_LARGE'
          ? new Error('libvips')
          : error;
      }),
  }),
  'half a picture is filled up with grey': ({ decode }) => ({
    decode: (bytes, ...given) =>
      decode(bytes, ...given).catch((error) => {
        if (bytes.length > 100 && ImageSearchError.isInstance(error) && error.code === 'INVALID_IMAGE')
          return { width: 1, height: 1, channels: 3, data: new Uint8Array(3) };
        throw error;
      }),
  }),
  'a turned picture is not turned back': shown((image) =>
    image.width === 12 ? { ...image, width: image.height, height: image.width } : image,
  ),
  'the object of a known picture is blurred': shown((image) =>
    image.width === 12 ? { ...image, data: image.data.map((level) => level >> 1) } : image,
  ),
  'the feather is left out': cut((image, mask, how, options) => [
    image,
    mask,
    { ...how, feather: 0 },
    options,
  ]),
  'the margin is left out': cut((image, mask, how, options) => [
    image,
    mask,
    { ...how, margin: how.margin && 0 },
    options,
  ]),
  'the fill is always white': cut((image, mask, how, options) => [
    image,
    mask,
    { ...how, fill: how.fill === 'transparent' ? how.fill : [255, 255, 255] },
    options,
  ]),
  "the picture's own alpha is forgotten": cut((image, mask, how, options) => [
    image.channels === 4
      ? { ...image, data: image.data.map((level, at) => (at % 4 === 3 ? 255 : level)) }
      : image,
    mask,
    how,
    options,
  ]),
  'the mask is a yes or no': cut((image, mask, how, options) => [
    image,
    { ...mask, data: mask.data.map((level) => (level < 128 ? 0 : 255)) },
    how,
    options,
  ]),
  'cutOut writes into the mask': ({ cutOut }) => ({
    cutOut: async (image, mask, how, options) => {
      const out = await cutOut(image, mask, how, options);
      mask.data.fill(0);
      return out;
    },
  }),
  'encode writes into the picture': ({ encode }) => ({
    encode: async (image, format, options) => {
      const bytes = await encode(image, format, options);
      image.data.fill(0);
      return bytes;
    },
  }),
  'decode detaches the bytes': ({ decode }) => ({
    decode: async (bytes, limits, options) => {
      const image = await decode(bytes, limits, options);
      structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] });
      return image;
    },
  }),
  'abort is ignored in decode': ({ decode }) => ({ decode: (bytes, limits) => decode(bytes, limits) }),
  'abort is ignored in encode': ({ encode }) => ({ encode: (image, format) => encode(image, format) }),
};

export const processorMutants: readonly ModelMutant<ImageProcessor>[] = Object.entries(wrong).map(
  ([name, change]) => ({
    name,
    group: 'image processor',
    create() {
      const processor = createFakeImageProcessor();
      return { ...processor, ...change(processor) };
    },
  }),
);
