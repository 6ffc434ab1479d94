import { ImageSearchError } from '@imgsearch/core';
import { RequestError } from '../answer/request-error.ts';

/** Text beside the photo, by name; a name that comes twice has two values. */
export type TextFields = ReadonlyMap<string, readonly string[]>;

/** What a body held. */
export type Upload =
  | { readonly kind: 'photos'; readonly photos: readonly Uint8Array[]; readonly fields: TextFields }
  | { readonly kind: 'json'; readonly value: unknown };

export interface UploadLimits {
  /** Bytes of the photos of one request, together. */
  readonly maxBytes: number;
  /** Milliseconds from the first byte to the last. */
  readonly timeout: number;
  /** Told of what has arrived; may throw to refuse the rest. */
  readonly onBytes: (bytes: number) => void;
}

/** Photos in one form: as many as the pipeline searches with at once. */
export const MAX_PHOTOS = 16;

/** Bytes of everything that is no photo: text fields, part headers, JSON. */
export const MAX_TEXT_BYTES = 65_536;

export const noFields: TextFields = new Map();

export const tooManyBytes = (maxBytes: number): ImageSearchError =>
  new ImageSearchError({
    code: 'IMAGE_TOO_LARGE',
    message: `The upload has more than ${maxBytes} bytes.`,
    hint: 'Send a smaller picture, or less beside it.',
  });

export const brokenOff = (cause: unknown): RequestError =>
  new RequestError('INVALID_REQUEST', 'The upload broke off.', { hint: 'Send it again.', cause });
