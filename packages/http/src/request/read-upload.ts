import { abortable, ImageSearchError } from '@imgsearch/core';
import { RequestError } from '../answer/request-error.ts';
import { parseJson } from './parse-json.ts';
import { parsedBody } from './parsed-body.ts';
import { collectChunks, readChunks } from './read-chunks.ts';
import { readMultipart } from './read-multipart.ts';
import { MAX_TEXT_BYTES, noFields, tooManyBytes, type Upload, type UploadLimits } from './upload.ts';

const typeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();

/** Bytes that the body will have at most, for what it says itself or for what is allowed. */
export function expectedBytes(request: Request, maxBytes: number): number {
  const known = parsedBody(request);
  if (known) return known.byteLength;
  const isJson = typeOf(request) === 'application/json';
  const bound = isJson ? MAX_TEXT_BYTES : maxBytes + MAX_TEXT_BYTES;
  const said = request.headers.get('content-length');
  if (said === null || !/^\d+$/.test(said)) return bound;
  const length = Number(said);
  if (length > bound) throw tooManyBytes(isJson ? MAX_TEXT_BYTES : maxBytes);
  return length;
}

const packed = (): ImageSearchError =>
  new ImageSearchError({
    code: 'UNSUPPORTED_FORMAT',
    message: 'The body has a Content-Encoding, and is not unpacked here.',
    hint: 'Send the picture as it is: picture formats are compressed already.',
  });

const lengthOf = (photos: readonly Uint8Array[]): number =>
  photos.reduce((sum, photo) => sum + photo.byteLength, 0);

/**
 * Reads a form with files, JSON, or the picture itself, whatever type it claims to be: what it is, its first bytes
 * say. What a middleware had read before is used as it is.
 * @throws ImageSearchError IMAGE_TOO_LARGE, INVALID_OPTIONS, ABORTED; RequestError; what `onBytes` throws
 */
export async function readUpload(
  request: Request,
  { maxBytes, timeout, onBytes }: UploadLimits,
): Promise<Upload> {
  const known = await parsedBody(request)?.read(maxBytes);
  if (known?.kind === 'photos') {
    const length = lengthOf(known.photos);
    if (length > maxBytes) throw tooManyBytes(maxBytes);
    onBytes(length);
  }
  if (known) return known;
  if (request.bodyUsed)
    throw new RequestError('BODY_CONSUMED', 'The body was read before this handler saw it.', {
      hint: 'Hand the request over unread: put the handler before what reads bodies.',
    });
  if (!/^(identity)?$/i.test(request.headers.get('content-encoding') ?? '')) throw packed();
  const { body, signal } = request;
  if (body === null) return { kind: 'photos', photos: [new Uint8Array()], fields: noFields };
  const read = (bytes: number) => readChunks(body, { maxBytes: bytes, timeout, signal, onBytes });
  switch (typeOf(request)) {
    case 'multipart/form-data':
      // Whatever keeps the parser waiting, nobody waits longer than a moment after the reading has ended.
      return abortable(
        readMultipart(read(maxBytes + MAX_TEXT_BYTES), request.headers.get('content-type')!, maxBytes),
        AbortSignal.any([signal, AbortSignal.timeout(timeout + 1_000)]),
      );
    case 'application/json':
      return { kind: 'json', value: parseJson(await collectChunks(read(MAX_TEXT_BYTES))) };
    default:
      return { kind: 'photos', photos: [await collectChunks(read(maxBytes))], fields: noFields };
  }
}
