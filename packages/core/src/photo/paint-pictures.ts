import type { Segmentation } from '../spec/background-remover.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { AnalyzeResult } from '../spec/photo-report.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import type { PhotoTools } from './photo-tools.ts';
import type { WalkedPhoto } from './walk-bytes.ts';

/** The pictures in between as PNG, for people to look at. */
export async function paintPictures(
  { original, decoded, input, mask }: WalkedPhoto,
  { imageProcessor, policies }: PhotoTools,
  options: CallOptions,
): Promise<AnalyzeResult['pictures']> {
  const { feather, margin } = policies;
  const png = async (picture: RasterImage | Promise<RasterImage>): Promise<Uint8Array> =>
    imageProcessor.encode(await picture, 'png', options);
  const paintMask = (of: Segmentation): Promise<RasterImage> =>
    imageProcessor.cutOut(whiteLike(of), of, { feather: 0, margin: null, fill: [0, 0, 0] }, options);
  const paintCutOut = (of: Segmentation): Promise<RasterImage> =>
    imageProcessor.cutOut(decoded, of, { feather, margin, fill: 'transparent' }, options);
  const [originalPng, inputPng, maskPng, cutOutPng] = await Promise.all([
    png(original),
    input === original ? undefined : png(input),
    mask && png(paintMask(mask)),
    mask && png(paintCutOut(mask)),
  ]);
  return {
    original: originalPng,
    input: inputPng ?? originalPng,
    ...(maskPng && { mask: maskPng }),
    ...(cutOutPng && { cutOut: cutOutPng }),
  };
}

/** White cut out on black is the mask as a grey picture, and the image processor does it off the main thread. */
const whiteLike = ({ width, height }: Segmentation): RasterImage => ({
  width,
  height,
  channels: 3,
  data: new Uint8Array(width * height * 3).fill(255),
});
