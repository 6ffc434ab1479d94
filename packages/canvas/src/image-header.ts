/** What a file says of itself before anything is decoded. */
export interface ImageHeader {
  /** As stored, before EXIF turns it; 0 where the file does not say. */
  readonly width: number;
  readonly height: number;
  /** At least 1. */
  readonly frames: number;
  readonly alpha: boolean;
  /** Whether the file goes on to its end. Browsers draw half a picture and say nothing. */
  readonly complete: boolean;
}

export const latin = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
