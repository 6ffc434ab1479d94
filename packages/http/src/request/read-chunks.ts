import { abortError } from '@imgsearch/core';
import { RequestError } from '../answer/request-error.ts';
import { brokenOff, tooManyBytes } from './upload.ts';

/**
 * The body piece by piece, as long as it keeps to its limits; whoever stops reading cancels it.
 * @throws ImageSearchError IMAGE_TOO_LARGE, ABORTED; RequestError UPLOAD_TIMEOUT, INVALID_REQUEST
 */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  { maxBytes, timeout, signal }: { maxBytes: number; timeout: number; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const clock = AbortSignal.timeout(timeout);
  const reader = body.getReader();
  let stop = (_: unknown): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  stopped.catch(() => undefined);
  const onClock = (): void =>
    stop(
      new RequestError('UPLOAD_TIMEOUT', `The upload took longer than ${timeout} ms.`, {
        hint: 'Send a smaller picture, or try again with a better connection.',
      }),
    );
  const onAbort = (): void => stop(abortError(signal));
  clock.addEventListener('abort', onClock, { once: true });
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  let length = 0;
  try {
    for (;;) {
      const part = await Promise.race([
        reader.read().catch((error) => Promise.reject(brokenOff(error))),
        stopped,
      ]);
      if (part.done) return;
      length += part.value.byteLength;
      if (length > maxBytes) throw tooManyBytes(maxBytes);
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

/** All pieces in one. */
export async function collectChunks(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joinChunks(parts);
}

export function joinChunks(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
