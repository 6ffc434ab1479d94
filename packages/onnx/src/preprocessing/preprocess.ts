import type { RasterImage } from '@imgsearch/core';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { compositeOnWhite } from './composite-on-white.ts';
import { placement } from './placement.ts';
import type { Planes } from './plan-resample.ts';
import { resample } from './resample.ts';

/** Elements that one picture takes in the input tensor: `3 * height * width`. */
export function inputLength({ width, height }: Preprocessing): number {
  return 3 * width * height;
}

/**
 * Writes a picture into an input tensor: resized, cropped or padded, scaled and normalised, as red, green and blue
 * plane, row-major. Nothing else of the tensor is touched and the picture is not changed.
 *
 * @param image transparency is composited on white; grey pictures arrive as RGB from the decoder
 * @param target the batch's tensor, `[batch, 3, height, width]`
 * @param offset element at which this picture starts; for the n-th picture `n * inputLength(preprocessing)`
 * @example
 * const target = new Float32Array(inputLength(preprocessing) * images.length);
 * images.forEach((image, n) => preprocess(image, preprocessing, target, n * inputLength(preprocessing)));
 */
export function preprocess(
  image: RasterImage,
  preprocessing: Preprocessing,
  target: Float32Array,
  offset = 0,
): void {
  const opaque = compositeOnWhite(image);
  const place = placement(opaque.width, opaque.height, preprocessing);
  const planes = resample(opaque, place, preprocessing.kernel);
  const divisor = preprocessing.scale === 'divide-by-255' ? 255 : Math.max(1, maximum(planes));
  const { width, height, mean, std, padColor = [0, 0, 0] } = preprocessing;
  const levels = new Float32Array(256);
  for (let channel = 0; channel < 3; channel++) {
    for (let level = 0; level < 256; level++)
      levels[level] = (level / divisor - mean[channel]!) / std[channel]!;
    const start = offset + channel * width * height;
    if (place.width !== width || place.height !== height)
      target.fill(levels[padColor[channel]!]!, start, start + width * height);
    let from = channel * place.width * place.height;
    for (let row = 0; row < place.height; row++) {
      let to = start + (place.y + row) * width + place.x;
      for (const end = to + place.width; to < end; to++, from++) target[to] = levels[planes[from]!]!;
    }
  }
}

/** Of the resized picture, as U2-Net's script takes it. */
function maximum(planes: Planes): number {
  let highest = 0;
  for (let at = 0; at < planes.length && highest < 255; at++) highest = Math.max(highest, planes[at]!);
  return highest;
}
