import type { Segmentation } from '../spec/background-remover.ts';
import type { CutOutOptions } from '../spec/image-processor.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { objectBox } from './object-box.ts';

/** Feathers below this sigma change no 8-bit level worth naming and count as none. */
const MIN_FEATHER = 0.3;

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/** Sums `weights[k] * value[first + k]` along rows, positions outside clamped to the edge, and turns the picture by 90 degrees. */
function filterRows(
  { width, height, data }: Plane,
  outputs: readonly { readonly first: number; readonly weights: readonly number[] }[],
): Plane {
  const out = new Float64Array(outputs.length * height);
  outputs.forEach(({ first, weights }, x) => {
    weights.forEach((weight, k) => {
      const from = Math.min(width - 1, Math.max(0, first + k));
      for (let y = 0; y < height; y++) out[x * height + y]! += weight * data[y * width + from]!;
    });
  });
  return { width: height, height: outputs.length, data: out };
}

/**
 * Output pixel x lies at `(x + 0.5) * from / to - 0.5` of the input; its weights fall linearly with the distance to
 * it and reach 0 at one input pixel, or at `from / to` input pixels where the mask is shrunk.
 */
function linear(from: number, to: number): { first: number; weights: number[] }[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, x) => {
    const centre = (x + 0.5) * scale - 0.5;
    const first = Math.ceil(centre - reach);
    const raw = Array.from({ length: Math.floor(centre + reach) - first + 1 }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k - centre) / reach),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

/** Weights `exp(-d^2 / (2 sigma^2))` up to a distance of three sigma, scaled to a sum of 1. */
function gaussian(size: number, sigma: number): { first: number; weights: number[] }[] {
  const radius = Math.ceil(3 * sigma);
  const raw = Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const weights = raw.map((weight) => weight / sum);
  return Array.from({ length: size }, (_, x) => ({ first: x - radius, weights }));
}

/** The mask at the raster's size, feathered: 0 to 255, not rounded. */
function softMask(mask: Segmentation, width: number, height: number, feather: number): Float64Array {
  let plane: Plane = { ...mask, data: Float64Array.from(mask.data) };
  plane = filterRows(filterRows(plane, linear(mask.width, width)), linear(mask.height, height));
  if (feather >= MIN_FEATHER)
    plane = filterRows(filterRows(plane, gaussian(width, feather)), gaussian(height, feather));
  return plane.data;
}

/**
 * What every `ImageProcessor.cutOut` is held to, in plain arithmetic and without regard to speed:
 *
 * 1. The mask is resized to the raster bilinearly: pixel centres, edges clamped; the triangle widens with the
 *    scale where the mask is larger than the raster.
 * 2. It is blurred by a Gaussian of sigma `feather` raster pixels, cut at three sigma, edges clamped; below 0.3 not.
 * 3. `a = mask / 255 * alpha`, where alpha is the raster's own (255 where it has none).
 * 4. With a fill colour: `round(fill + (color - fill) * a / 255)`, three channels. Transparent: the colour as it was
 *    and `round(a)`, four channels, straight alpha.
 * 5. Cropped to `objectBox(mask, width, height, margin)`.
 *
 * Nothing is rounded before step 4.
 * @returns a new raster; the inputs stay as they are
 */
export function referenceCutOut(
  image: RasterImage,
  mask: Segmentation,
  { feather, margin, fill }: CutOutOptions,
): RasterImage {
  const { width, height, channels, data } = image;
  const soft = softMask(mask, width, height, feather);
  const box = objectBox(mask, width, height, margin);
  const transparent = fill === 'transparent';
  const out = new Uint8Array(box.width * box.height * (transparent ? 4 : 3));
  for (let y = 0, to = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++) {
      const pixel = (box.top + y) * width + box.left + x;
      const from = pixel * channels;
      const alpha = (soft[pixel]! * (channels === 4 ? data[from + 3]! : 255)) / 255;
      for (let c = 0; c < 3; c++) {
        const color = data[from + c]!;
        out[to++] = transparent ? color : Math.round(fill[c]! + ((color - fill[c]!) * alpha) / 255);
      }
      if (transparent) out[to++] = Math.round(alpha);
    }
  }
  return { width: box.width, height: box.height, channels: transparent ? 4 : 3, data: out };
}
