import { ImageSearchError, maskStatistics, type Segmentation } from '@imgsearch/core';
import { dropSmallComponents } from './drop-small-components.ts';

/** Below this highest probability a mask is empty, and stretching it would turn noise into a foreground. */
const EMPTY_BELOW = 0.5;

/**
 * One plane of a model's output as a mask of probability times 255.
 *
 * The stretch is `(p - min) / (max - min)`, as in the published U2-Net and IS-Net scripts, but never of an empty
 * mask; the highest output before it goes into the statistics. Small components are cleared last.
 * @param plane row-major, `width * height` long; not kept, not changed
 * @throws ImageSearchError INFERENCE_FAILED for NaN and infinity
 */
export function segmentationOutput(
  plane: ArrayLike<number>,
  width: number,
  height: number,
  options: {
    readonly activation: 'none' | 'sigmoid';
    readonly stretch: boolean;
    readonly minComponentShare?: number | undefined;
  },
): Segmentation {
  const { activation, stretch, minComponentShare = 0 } = options;
  const count = width * height;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = plane[i]!;
    sum += value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!Number.isFinite(sum)) throw notFinite();
  const probability = (value: number): number =>
    activation === 'sigmoid' ? 1 / (1 + Math.exp(-value)) : Math.min(1, Math.max(0, value));
  const rawMaximum = probability(high);
  const floor = probability(low);
  const stretched = stretch && rawMaximum >= EMPTY_BELOW && rawMaximum - floor > 1e-6;
  const offset = stretched ? floor : 0;
  const scale = 255 / (stretched ? rawMaximum - floor : 1);
  const data = new Uint8Array(count);
  if (activation === 'sigmoid') {
    for (let i = 0; i < count; i++) data[i] = Math.round((1 / (1 + Math.exp(-plane[i]!)) - offset) * scale);
  } else {
    for (let i = 0; i < count; i++)
      data[i] = Math.round((Math.min(1, Math.max(0, plane[i]!)) - offset) * scale);
  }
  dropSmallComponents(data, width, height, minComponentShare);
  return { width, height, data, statistics: maskStatistics(data, width, height, rawMaximum) };
}

const notFinite = (): ImageSearchError =>
  new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: 'The segmentation model answered with NaN or infinity.',
    hint: 'Check mean, std and scale of the manifest; an fp16 file may overflow: try fp32.',
  });
