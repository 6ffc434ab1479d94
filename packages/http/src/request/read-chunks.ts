import { abortError } from '@imgsearch/core';
import { RequestError } from '../answer/request-error.ts';
import { brokenOff, tooManyBytes, type UploadLimits } from './upload.ts';

/**
 * The body piece by piece, as long as it keeps to its limits; whoever stops reading cancels it.
 * @throws ImageSearchError IMAGE_TOO_LARGE, ABORTED; RequestError UPLOAD_TIMEOUT, INVALID_REQUEST; what `onBytes` throws
 */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  { maxBytes, timeout, signal, onBytes }: UploadLimits & { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const clock = AbortSignal.timeout(timeout);
  const reader = body.getReader();
  let failure: unknown;
  // Ends a read that waits. No promise outlives a piece, or a million small ones would pile up on it.
  const stop = (why: unknown): void => {
    failure ??= why;
    reader.cancel(why).catch(() => undefined);
  };
  const onClock = (): void => stop(tooSlow(timeout));
  const onAbort = (): void => stop(abortError(signal));
  clock.addEventListener('abort', onClock, { once: true });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  let length = 0;
  try {
    for (;;) {
      const part = await reader.read().catch((error) => Promise.reject(failure ?? brokenOff(error)));
      if (failure !== undefined) throw failure;
      if (part.done) return;
      length += part.value.byteLength;
      if (length > maxBytes) throw tooManyBytes(maxBytes);
      onBytes(part.value.byteLength);
      yield part.value;
    }
  } catch (error) {
    throw signal.aborted ? abortError(signal) : error;
  } finally {
    clock.removeEventListener('abort', onClock);
    signal.removeEventListener('abort', onAbort);
    reader.cancel().catch(() => undefined);
  }
}

const tooSlow = (timeout: number): RequestError =>
  new RequestError('UPLOAD_TIMEOUT', `The upload took longer than ${timeout} ms.`, {
    hint: 'Send a smaller picture, or try again with a better connection.',
  });

/** Bytes put behind each other. Pieces are copied at once: a million pieces of a byte cost no more than one of a million. */
export interface ByteCollector {
  add(chunk: Uint8Array): void;
  /** Everything so far. */
  read(): Uint8Array;
}

export function createByteCollector(): ByteCollector {
  let bytes = new Uint8Array(0);
  let length = 0;
  return {
    add(chunk) {
      if (length + chunk.byteLength > bytes.byteLength) {
        const wider = new Uint8Array(Math.max(2 * bytes.byteLength, length + chunk.byteLength, 65_536));
        wider.set(bytes.subarray(0, length));
        bytes = wider;
      }
      bytes.set(chunk, length);
      length += chunk.byteLength;
    },
    read: () => bytes.subarray(0, length),
  };
}

/** All pieces in one. */
export async function collectChunks(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const collector = createByteCollector();
  for await (const chunk of chunks) collector.add(chunk);
  return collector.read();
}
