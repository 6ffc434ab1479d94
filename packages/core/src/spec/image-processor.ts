import type { Segmentation } from './background-remover.ts';
import type { CallOptions } from './call-options.ts';
import type { Component } from './component.ts';
import type { RasterImage } from './raster-image.ts';

/** Bounds that hold before memory is spent. */
export interface DecodeLimits {
  /** Encoded bytes. */
  readonly maxBytes: number;
  /** Width times height as the header declares them. */
  readonly maxPixels: number;
  /** Frames or pages as the header declares them; only the first one is decoded. */
  readonly maxFrames: number;
  /** Milliseconds that one decode may take. */
  readonly timeout: number;
  /** The picture is shrunk so that its longest side fits; never enlarged. */
  readonly workingSize: number;
}

/** Red, green, blue, 0 to 255. */
export type RgbColor = readonly [red: number, green: number, blue: number];

export interface CutOutOptions {
  /** Gaussian blur of the mask's edge, sigma in working-raster pixels; 0 leaves it as it is. */
  readonly feather: number;
  /** Room left around the object, as a fraction of its longer side; `null` keeps the whole frame. */
  readonly margin: number | null;
  /** Colour behind the object (3 channels out), or `transparent` (4 channels out, alpha is the mask). */
  readonly fill: RgbColor | 'transparent';
}

/** Turns bytes into rasters and back. All pixel work happens off the main thread. */
export interface ImageProcessor extends Component {
  readonly info: {
    readonly id: string;
    /** Names decoder and version, because two decoders differ by a level or two. */
    readonly fingerprint: string;
  };
  /**
   * Decodes the first frame: EXIF orientation applied; 16-bit, CMYK, palette and grey become 8-bit sRGB; alpha kept.
   * @throws ImageSearchError INVALID_IMAGE, UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE, TIMEOUT, ABORTED
   */
  decode(bytes: Uint8Array, limits: DecodeLimits, options?: CallOptions): Promise<RasterImage>;
  /**
   * Cuts the object out. Mask resized bilinearly to the raster, feathered, multiplied with the raster's own
   * alpha, composited on `fill`, cropped to the object's box plus margin. `referenceCutOut` in
   * `@imgsearch/core` is the arithmetic that every implementation is held to.
   */
  cutOut(
    image: RasterImage,
    mask: Segmentation,
    cutOut: CutOutOptions,
    options?: CallOptions,
  ): Promise<RasterImage>;
  encode(image: RasterImage, format: 'png' | 'webp', options?: CallOptions): Promise<Uint8Array>;
}
