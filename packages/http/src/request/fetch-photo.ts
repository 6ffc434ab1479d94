import { type Fetcher, fromUrl } from '@imgsearch/core';
import { collectChunks } from './read-chunks.ts';
import { tooManyBytes, type UploadLimits } from './upload.ts';

/**
 * The photo at an address, read as if it had come in the body: a server that takes its time keeps no search waiting, and
 * counts as an upload.
 * @throws ImageSearchError INVALID_OPTIONS, IMAGE_NOT_FOUND, IMAGE_TOO_LARGE, SOURCE_FAILED, TIMEOUT, ABORTED, and what
 * `onBytes` throws
 */
export async function fetchPhoto(
  address: string,
  fetcher: Fetcher,
  { maxBytes, timeout, signal, onBytes }: UploadLimits & { readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const source = fromUrl(address, { fetcher, timeout }) as (options: {
    signal: AbortSignal;
  }) => Promise<AsyncIterable<Uint8Array>>;
  async function* bounded(): AsyncGenerator<Uint8Array> {
    let length = 0;
    for await (const chunk of await source({ signal })) {
      length += chunk.byteLength;
      if (length > maxBytes) throw tooManyBytes(maxBytes);
      onBytes(chunk.byteLength);
      yield chunk;
    }
  }
  return collectChunks(bounded());
}
