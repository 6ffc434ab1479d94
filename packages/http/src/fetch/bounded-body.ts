import type { IncomingMessage } from 'node:http';
import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { ImageSearchError } from '@imgsearch/core';

/**
 * The answer's bytes, up to a bound; whoever stops reading closes the connection.
 * @param explain what to throw for an error of the connection
 * @throws ImageSearchError IMAGE_TOO_LARGE where the answer says itself that it is larger
 */
export function boundedBody(
  response: IncomingMessage,
  maxBytes: number,
  explain: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const tooLarge = (): ImageSearchError =>
    new ImageSearchError({
      code: 'IMAGE_TOO_LARGE',
      message: `The picture has more than ${maxBytes} bytes.`,
      hint: 'Name a smaller one.',
    });
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let length = 0;
    try {
      for await (const chunk of response as AsyncIterable<Uint8Array>) {
        length += chunk.byteLength;
        if (length > maxBytes) throw tooLarge();
        yield chunk;
      }
    } catch (error) {
      throw explain(error);
    }
  }
  return NodeReadableStream.from(chunks()) as unknown as ReadableStream<Uint8Array>;
}
