/**
 * Decoded picture: row-major, interleaved, 8-bit sRGB, `data.length === width * height * channels`.
 * With four channels the last is straight (not premultiplied) alpha.
 * Nobody changes or detaches the data of a raster that was handed to him: the next step needs it.
 */
export interface RasterImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}
