import { type DecodeLimits, type RasterImage, referenceCutOut, SPEC_VERSION } from '@imgsearch/core';
import { sampleRaster, sampleRasters } from '../models/sample-rasters.ts';
import { checkProperty } from '../suite/check-property.ts';
import type { ConformanceCase } from '../suite/conformance-case.ts';
import { ConformanceError } from '../suite/conformance-error.ts';
import { expectRejection, expectSame, expectTrue } from '../suite/expectations.ts';
import { arbitraryCutOut } from './arbitrary-cut-out.ts';
import type { ImageProcessorKit } from './image-processor-adapter.ts';

const group = 'image processor';
const limits: DecodeLimits = {
  maxBytes: 1e7,
  maxPixels: 1e7,
  maxFrames: 1,
  timeout: 10_000,
  workingSize: 1024,
};

/** Same size and channels, and no level further apart than the tolerance. */
function expectRaster(
  assertion: string,
  received: RasterImage,
  expected: RasterImage,
  tolerance: number,
): void {
  const shape = ({ width, height, channels, data }: RasterImage) => ({
    width,
    height,
    channels,
    length: data.length,
  });
  expectSame(`${assertion}: its shape`, shape(received), shape(expected));
  const at = expected.data.findIndex((level, i) => Math.abs(level - received.data[i]!) > tolerance);
  if (at >= 0)
    throw new ConformanceError({
      assertion: `${assertion}: every level within ${tolerance}`,
      expected: `${expected.data[at]} at ${at}`,
      received: received.data[at],
    });
}

export const imageProcessorCases: readonly ConformanceCase<ImageProcessorKit>[] = [
  {
    name: 'a processor says what it is',
    group,
    needs: [],
    async run(kit) {
      const { specVersion, info } = await kit.open();
      expectSame('it carries the version of the contract', specVersion, SPEC_VERSION);
      expectTrue('it has an id and a fingerprint', info.id.length > 0 && info.fingerprint.length > 0, info);
    },
  },
  {
    name: 'what was encoded as PNG decodes to the same pixels, alpha too',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      for (const image of sampleRasters()) {
        const decoded = await processor.decode(await processor.encode(image, 'png'), limits);
        expectRaster(`${image.width}x${image.height}x${image.channels}`, decoded, image, 0);
      }
      const faint = sampleRaster(20, 20, [90, 10, 200], 4);
      for (let at = 3; at < faint.data.length; at += 4) faint.data[at] = 1 + (at % 255);
      expectRaster(
        'straight alpha',
        await processor.decode(await processor.encode(faint, 'png'), limits),
        faint,
        0,
      );
    },
  },
  {
    name: 'what was encoded as WebP decodes to the same size',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      const image = sampleRaster(50, 30, [200, 20, 20]);
      const { width, height } = await processor.decode(await processor.encode(image, 'webp'), limits);
      expectSame('size', [width, height], [50, 30]);
    },
  },
  {
    name: 'a picture is shrunk to the working size in its own shape, and never enlarged',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      const bytes = await processor.encode(sampleRaster(200, 100, [10, 90, 200]), 'png');
      const sizeAt = async (workingSize: number) => {
        const { width, height, channels, data } = await processor.decode(bytes, { ...limits, workingSize });
        expectSame('data is as long as its size says', data.length, width * height * channels);
        return [width, height];
      };
      expectSame('shrunk', await sizeAt(50), [50, 25]);
      expectSame('as it is', await sizeAt(200), [200, 100]);
      expectSame('not enlarged', await sizeAt(500), [200, 100]);
    },
  },
  {
    name: 'bounds on bytes and pixels hold',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      const bytes = await processor.encode(sampleRaster(100, 100, [10, 90, 200]), 'png');
      const refused = (assertion: string, part: Partial<DecodeLimits>) =>
        expectRejection(assertion, () => processor.decode(bytes, { ...limits, ...part }), 'IMAGE_TOO_LARGE');
      await refused('bytes', { maxBytes: bytes.length - 1 });
      await refused('pixels', { maxPixels: 9_999 });
      const fits = await processor.decode(bytes, { ...limits, maxBytes: bytes.length, maxPixels: 10_000 });
      expectSame('what just fits is decoded', fits.width, 100);
    },
  },
  {
    name: 'bytes that are no picture are refused, and half a picture too',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      const codes = ['INVALID_IMAGE', 'UNSUPPORTED_FORMAT'] as const;
      const text = new TextEncoder().encode('<script>alert(1)</script>');
      await expectRejection('text', () => processor.decode(text, limits), ...codes);
      await expectRejection('nothing', () => processor.decode(new Uint8Array(0), limits), ...codes);
      const whole = await processor.encode(sampleRaster(64, 64, [200, 20, 20]), 'png');
      await expectRejection(
        'half',
        () => processor.decode(whole.slice(0, whole.length >> 1), limits),
        ...codes,
      );
    },
  },
  {
    name: 'known pictures decode to what they show',
    group,
    needs: ['pictures'],
    async run(kit) {
      const processor = await kit.open();
      for (const { name, bytes, raster, tolerance = 0 } of await kit.pictures())
        expectRaster(name, await processor.decode(bytes, { ...limits, maxFrames: 100 }), raster, tolerance);
    },
  },
  {
    name: 'cutOut is the arithmetic of the reference',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      await checkProperty(kit, 'cutOut', [arbitraryCutOut], async ({ image, mask, how }) => {
        const is = await processor.cutOut(image, mask, how);
        expectRaster('as referenceCutOut', is, referenceCutOut(image, mask, how), kit.tolerance);
      });
    },
  },
  {
    name: 'rasters, masks and bytes that were handed in stay as they are',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      const image = sampleRaster(40, 30, [10, 200, 90]);
      const data = Uint8Array.from({ length: 100 }, (_, at) => at * 2);
      const statistics = { rawMaximum: 1, coverage: 0.4, borderContact: 0.2, entropy: 0.5 };
      const mask = { width: 10, height: 10, data, statistics };
      const bytes = await processor.encode(image, 'png');
      const before = [image.data, data, bytes].map((one) => one.slice());
      await processor.cutOut(image, mask, { feather: 1, margin: 0.1, fill: 'transparent' });
      await processor.decode(bytes, limits);
      expectSame('after encode, cutOut and decode', [image.data, data, bytes], before);
    },
  },
  {
    name: 'a signal that has fired stops a call before it starts',
    group,
    needs: [],
    async run(kit) {
      const processor = await kit.open();
      const image = sampleRaster(8, 8, [1, 2, 3]);
      const bytes = await processor.encode(image, 'png');
      const signal = AbortSignal.abort(new Error('enough'));
      await expectRejection('decode', () => processor.decode(bytes, limits, { signal }), 'ABORTED');
      await expectRejection('encode', () => processor.encode(image, 'png', { signal }), 'ABORTED');
    },
  },
];
