import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import { invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { ImageSource } from '../spec/image-source.ts';
import { sourceKind } from './source-kind.ts';

const TAKES = 'picture bytes (Uint8Array, ArrayBuffer, Blob, stream) or a function that gives them';
const HINT =
  'A path or an address is never opened by itself, so that a request body cannot name a file: use fromFile(path) from "@imgsearch/core/node", or fromUrl(url, { fetcher }).';
/** Functions that give functions: deeper than this is a mistake. */
const MAX_DEPTH = 4;

/**
 * The picture's encoded bytes. Bytes that were handed in are not copied; a stream is stopped as soon as it has
 * given more than `maxBytes`.
 * @throws ImageSearchError INVALID_OPTIONS, IMAGE_TOO_LARGE, INVALID_IMAGE (empty), SOURCE_FAILED, ABORTED, TIMEOUT
 */
export async function readSource(
  source: ImageSource,
  maxBytes: number,
  options: CallOptions = {},
  depth = 0,
): Promise<Uint8Array> {
  throwIfStopped(options);
  if (typeof source === 'function') {
    if (depth >= MAX_DEPTH) throw invalidOption('image', TAKES, source, HINT);
    const given = await fromOutside(async () => source({ signal: options.signal }));
    return readSource(given, maxBytes, options, depth + 1);
  }
  const bytes = await toBytes(source, maxBytes, options);
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  if (bytes.byteLength === 0)
    throw new ImageSearchError({
      code: 'INVALID_IMAGE',
      message: 'The picture is empty: 0 bytes.',
      hint: 'Check that the upload arrived whole and that the stream was not read before.',
    });
  return bytes;
}

async function toBytes(source: ImageSource, maxBytes: number, options: CallOptions): Promise<Uint8Array> {
  switch (sourceKind(source)) {
    case 'view': {
      const { buffer, byteOffset, byteLength } = source as Uint8Array;
      return source instanceof Uint8Array ? source : new Uint8Array(buffer, byteOffset, byteLength);
    }
    case 'buffer':
      return new Uint8Array(source as ArrayBuffer);
    case 'blob': {
      const blob = source as Blob;
      if (blob.size > maxBytes) throw tooLarge(maxBytes);
      return new Uint8Array(await fromOutside(() => blob.arrayBuffer()));
    }
    case 'stream':
      return collect(chunksOf(source as ReadableStream<Uint8Array>), maxBytes, options);
    case 'iterable':
      return collect(source as AsyncIterable<Uint8Array>, maxBytes, options);
    default:
      throw invalidOption('image', TAKES, source, HINT);
  }
}

/** By its reader: not every browser iterates over streams. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  options: CallOptions,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  await fromOutside(async () => {
    for await (const chunk of chunks) {
      throwIfStopped(options);
      if (!ArrayBuffer.isView(chunk))
        throw invalidOption(
          'image',
          'a stream of Uint8Array',
          chunk,
          'Do not set an encoding on the stream.',
        );
      length += chunk.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      parts.push(chunk);
    }
  });
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** Runs what belongs to the host; whatever it throws becomes SOURCE_FAILED, unless it is one of ours. */
async function fromOutside<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toImageSearchError(error, 'SOURCE_FAILED', 'The picture could not be read');
  }
}

const tooLarge = (maxBytes: number): ImageSearchError =>
  new ImageSearchError({
    code: 'IMAGE_TOO_LARGE',
    message: `The picture has more than ${maxBytes} bytes.`,
    hint: 'Send a smaller file, or raise "policies.limits.maxBytes".',
  });
