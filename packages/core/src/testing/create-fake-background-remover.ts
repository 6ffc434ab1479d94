import { checkKeys, checkNumber } from '../options/check.ts';
import { maskStatistics } from '../photo/mask-statistics.ts';
import type { BackgroundRemover, Segmentation } from '../spec/background-remover.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createFakeCall, type FakeBehavior, type FakeRecord, withRecord } from './fake-call.ts';

export interface FakeBackgroundRemoverOptions extends FakeBehavior {
  /** Width and height of the masks. Default 32. */
  readonly size?: number | undefined;
  /**
   * Foreground probability at a place (fractions of the picture), for masks that a gate should refuse. Default: 1
   * where the pixel differs from the one in the top left corner.
   */
  readonly probability?: ((across: number, down: number, image: RasterImage) => number) | undefined;
  readonly fingerprint?: string | undefined;
  readonly maxBatchSize?: number | undefined;
}

function differsFromCorner(across: number, down: number, image: RasterImage): number {
  const { width, height, channels, data } = image;
  const at = (Math.floor(down * height) * width + Math.floor(across * width)) * channels;
  return [0, 1, 2].some((c) => Math.abs(data[at + c]! - data[c]!) > 24) ? 1 : 0;
}

/**
 * Finds whatever differs from the picture's corner, which is right for `fakeImage`.
 * @example
 * const undecided = createFakeBackgroundRemover({ probability: () => 0.5 });
 */
export function createFakeBackgroundRemover(
  options: FakeBackgroundRemoverOptions = {},
): BackgroundRemover & FakeRecord {
  checkKeys('options', options, ['size', 'probability', 'fingerprint', 'maxBatchSize', 'delay', 'fail']);
  const size = checkNumber('size', options.size, { min: 1, integer: true, fallback: 32 });
  const { probability = differsFromCorner } = options;
  const call = createFakeCall('fake background remover', options);
  const segment = (image: RasterImage): Segmentation => {
    const data = Uint8Array.from({ length: size * size }, (_, at) =>
      Math.round(255 * probability(((at % size) + 0.5) / size, (Math.floor(at / size) + 0.5) / size, image)),
    );
    const rawMaximum = data.reduce((highest, level) => Math.max(highest, level), 0) / 255;
    return { width: size, height: size, data, statistics: maskStatistics(data, size, size, rawMaximum) };
  };
  const remover: BackgroundRemover = {
    specVersion: SPEC_VERSION,
    info: {
      id: 'fake-background',
      fingerprint: options.fingerprint ?? 'fake-background-1',
      maxBatchSize: options.maxBatchSize ?? 32,
    },
    segment: (images, callOptions) => call.run(images, callOptions, () => images.map(segment)),
    close: call.close,
    [Symbol.asyncDispose]: call.close,
  };
  return withRecord(remover, call.record);
}
