import type { ImageProcessor, RasterImage } from '@imgsearch/core';
import type { SkippedCase } from '../suite/conformance-case.ts';

/** Bytes that are known to show a raster. */
export interface KnownPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly raster: RasterImage;
  /** Levels, 0 to 255, that a pixel may be off. Default 0. */
  readonly tolerance?: number | undefined;
}

/** How the kit gets at an image processor. */
export interface ImageProcessorAdapter {
  create(): ImageProcessor | Promise<ImageProcessor>;
  /** Pictures that must decode to what they show: turned by EXIF, in grey, with 16 bits. */
  pictures?(): KnownPicture[] | Promise<KnownPicture[]>;
  /** Levels that a pixel of `cutOut` may be off from the reference. Default 1. */
  readonly tolerance?: number | undefined;
  readonly skip?: readonly SkippedCase[] | undefined;
  readonly seed?: number | undefined;
  /** Random examples of each property. Default 40. */
  readonly runs?: number | undefined;
  readonly timeout?: number | undefined;
}

/** What a case about an image processor gets. */
export interface ImageProcessorKit {
  readonly seed: number;
  readonly runs: number;
  readonly tolerance: number;
  open(): Promise<ImageProcessor>;
  pictures(): Promise<KnownPicture[]>;
  end(): Promise<void>;
}
