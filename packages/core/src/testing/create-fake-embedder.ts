import { checkKeys, checkNumber, checkOneOf } from '../options/check.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { EncodedEmbedder, RasterEmbedder } from '../spec/embedder.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createFakeCall, type FakeBehavior, type FakeRecord, withRecord } from './fake-call.ts';
import { unpackImage } from './fake-image.ts';
import { meanColor } from './mean-color.ts';

export interface FakeEmbedderOptions<I extends 'raster' | 'encoded' = 'raster' | 'encoded'>
  extends FakeBehavior {
  /** What it wants to see. Default `raster`. */
  readonly input?: I | undefined;
  /** Default 16. */
  readonly dimensions?: number | undefined;
  readonly fingerprint?: string | undefined;
  readonly sameSpaceAs?: readonly string[] | undefined;
  readonly maxBatchSize?: number | undefined;
}

/** Waves over colour space: near colours get near vectors, far ones nearly orthogonal vectors. */
function embed(image: RasterImage, dimensions: number): Float32Array {
  const [red, green, blue] = meanColor(image).map((level) => level / 255) as [number, number, number];
  const vector = Float32Array.from({ length: dimensions }, (_, at) => {
    const wave = (step: number): number => 4 * Math.sin(12.9898 * (at + 1) * step);
    return Math.cos(wave(1) * red + wave(2) * green + wave(3) * blue + at);
  });
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export function createFakeEmbedder(options?: FakeEmbedderOptions<'raster'>): RasterEmbedder & FakeRecord;
export function createFakeEmbedder(options: FakeEmbedderOptions<'encoded'>): EncodedEmbedder & FakeRecord;
/**
 * Embeds the colour in the picture's middle: the nearer two colours, the more similar. Deterministic, unit length.
 * @example
 * const embedder = createFakeEmbedder({ dimensions: 8 });
 */
export function createFakeEmbedder(
  options: FakeEmbedderOptions = {},
): (RasterEmbedder | EncodedEmbedder) & FakeRecord {
  checkKeys('options', options, [
    ...['input', 'dimensions', 'fingerprint', 'sameSpaceAs', 'maxBatchSize', 'delay', 'fail'],
  ]);
  const input = checkOneOf('input', options.input, ['raster', 'encoded'], 'raster');
  const dimensions = checkNumber('dimensions', options.dimensions, { min: 2, integer: true, fallback: 16 });
  const call = createFakeCall('fake embedder', options);
  const base: Omit<RasterEmbedder, 'input' | 'embedImages'> = {
    specVersion: SPEC_VERSION,
    info: {
      id: 'fake-embedder',
      fingerprint: options.fingerprint ?? 'fake-embedder-1',
      maxBatchSize: options.maxBatchSize ?? 32,
      dimensions,
      sameSpaceAs: options.sameSpaceAs,
    },
    close: call.close,
    [Symbol.asyncDispose]: call.close,
  };
  const raster: RasterEmbedder = {
    ...base,
    input: 'raster',
    embedImages: (images, callOptions) =>
      call.run(images, callOptions, () => images.map((image) => embed(image, dimensions))),
  };
  const encoded: EncodedEmbedder = {
    ...base,
    input: 'encoded',
    embedImages: (images, callOptions) =>
      call.run(images, callOptions, () =>
        images.map((bytes) => {
          const { header, data } = unpackImage(bytes);
          return embed({ ...header, data }, dimensions);
        }),
      ),
  };
  return input === 'raster' ? withRecord(raster, call.record) : withRecord(encoded, call.record);
}
