import type { ImageFormat } from '@imgsearch/core';
import { avifHeader } from './headers/avif.ts';
import { gifHeader } from './headers/gif.ts';
import { jpegHeader } from './headers/jpeg.ts';
import { pngHeader } from './headers/png.ts';
import { webpHeader } from './headers/webp.ts';
import type { ImageHeader } from './image-header.ts';

/** Formats that browsers decode; of the others, TIFF alone is decoded by the other processors. */
export type BrowserFormat = Exclude<ImageFormat, 'tiff'>;
export const BROWSER_FORMATS: readonly BrowserFormat[] = ['jpeg', 'png', 'webp', 'gif', 'avif'];

const READERS: Readonly<Record<BrowserFormat, (bytes: Uint8Array) => ImageHeader>> = {
  jpeg: jpegHeader,
  png: pngHeader,
  webp: webpHeader,
  gif: gifHeader,
  avif: avifHeader,
};

/** Reads what bounds need. A browser tells neither size nor frames before it has decoded, which is when they are spent. */
export const readHeader = (bytes: Uint8Array, format: BrowserFormat): ImageHeader => READERS[format](bytes);
