import type { CallOptions } from './call-options.ts';
import type { Component, ModelInfo } from './component.ts';
import type { RasterImage } from './raster-image.ts';

/** What the gate looks at; computed where the mask is made, by `maskStatistics`. */
export interface MaskStatistics {
  /** Highest raw model output before any min-max stretch, 0 to 1: an empty mask stays below about 0.5. */
  readonly rawMaximum: number;
  /** Mean probability over the picture, 0 to 1. */
  readonly coverage: number;
  /** Fraction of the picture's border pixels with probability of at least 0.5. */
  readonly borderContact: number;
  /** Mean binary entropy in bits, 0 (decided) to 1 (undecided everywhere). */
  readonly entropy: number;
}

/** Foreground probability per pixel at the model's resolution, row-major, probability times 255. */
export interface Segmentation {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly statistics: MaskStatistics;
}

/** U-Net family and the like. A call is all-or-nothing; the batcher isolates a bad neighbour. */
export interface BackgroundRemover extends Component {
  readonly info: ModelInfo;
  /** One segmentation an image, in order. @throws ImageSearchError INFERENCE_FAILED, OUT_OF_MEMORY, ABORTED */
  segment(images: readonly RasterImage[], options?: CallOptions): Promise<Segmentation[]>;
}
