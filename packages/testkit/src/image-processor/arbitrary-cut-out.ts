import type { CutOutOptions, RasterImage, Segmentation } from '@imgsearch/core';
import fc from 'fast-check';

export interface CutOutExample {
  readonly image: RasterImage;
  readonly mask: Segmentation;
  readonly how: CutOutOptions;
}

const statistics = { rawMaximum: 1, coverage: 0.5, borderContact: 0, entropy: 0.5 };
const size = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) });
const levels = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** A mask of mostly sure pixels, as models make them, and now and then any pixels at all. */
const maskLevels = (length: number) =>
  fc.oneof(
    levels(length),
    levels(length).map((all) => all.map((level) => (level > 140 ? 255 : level < 120 ? 0 : level))),
  );

/** Pictures, masks of another size, and every option of a cut-out. */
export const arbitraryCutOut: fc.Arbitrary<CutOutExample> = fc
  .record({
    size,
    channels: fc.constantFrom(3 as const, 4 as const),
    maskSize: size,
    feather: fc.constantFrom(0, 0.5, 1, 2.5),
    margin: fc.constantFrom(null, 0, 0.1, 0.5),
    fill: fc.constantFrom<CutOutOptions['fill']>('transparent', [255, 255, 255], [0, 40, 200]),
  })
  .chain(({ size: { width, height }, channels, maskSize, ...how }) =>
    fc
      .record({ data: levels(width * height * channels), own: maskLevels(maskSize.width * maskSize.height) })
      .map(({ data, own }) => ({
        image: { width, height, channels, data },
        mask: { ...maskSize, data: own, statistics },
        how,
      })),
  );
