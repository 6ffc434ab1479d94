import type { CutOutJob, DecodeLimits, ErrorCode, ImageFormat, RasterImage } from '@imgsearch/core';

/** One thing that the worker does. Its memory is the worker's: the host sends copies. */
export type PixelJob =
  | {
      readonly kind: 'decode';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly limits: DecodeLimits;
      readonly formats: readonly ImageFormat[];
    }
  | { readonly kind: 'cut-out'; readonly job: CutOutJob }
  | { readonly kind: 'encode'; readonly image: RasterImage; readonly format: 'png' | 'webp' };

/** What it answers: a raster, the pixels of a cut-out, or encoded bytes. Errors as data: a message carries no classes. */
export type PixelReply =
  | { readonly ok: true; readonly value: RasterImage | Uint8Array }
  | {
      readonly ok: false;
      readonly failure: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly hint?: string | undefined;
      };
    };
