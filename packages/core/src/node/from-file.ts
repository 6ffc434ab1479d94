import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { invalidOption } from '../options/check.ts';
import type { ImageSource } from '../spec/image-source.ts';

const CHUNK_BYTES = 1 << 20;

/** One of ours for whatever the file system said. */
function fileError(cause: unknown, file: string): ImageSearchError {
  if (ImageSearchError.isInstance(cause)) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new ImageSearchError({
      code: 'IMAGE_NOT_FOUND',
      message: `There is no file ${file}.`,
      hint: `Check the path; relative ones start at the folder that the process was in (now ${process.cwd()}).`,
      cause,
    });
  const denied = code === 'EACCES' || code === 'EPERM';
  return new ImageSearchError({
    code: 'SOURCE_FAILED',
    message: `The file ${file} could not be read: ${message}`,
    hint: denied ? 'Let the user that runs this process read it.' : undefined,
    retryable: !denied,
    cause,
  });
}

async function* chunksOf(file: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    throwIfStopped({ signal });
    // Before opening, because opening a pipe waits for its writer.
    const found = await stat(file);
    if (!found.isFile())
      throw new ImageSearchError({
        code: 'IMAGE_NOT_FOUND',
        message: `${file} is ${found.isDirectory() ? 'a folder' : 'not a regular file'}.`,
        hint: 'Name the picture itself.',
      });
    await using handle = await open(file);
    for (;;) {
      throwIfStopped({ signal });
      const size = Math.min(CHUNK_BYTES, Math.max(1, found.size));
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(size), 0, size);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw fileError(error, file);
  }
}

/**
 * A picture in a file. Opened when it is needed and read in pieces, so that a large file is refused before it is
 * in memory; again on a retry. The only way to name a file: a path in a request body is never opened by itself.
 * @param file a path, made absolute now, or a `file:` URL
 * @returns a source that fails with IMAGE_NOT_FOUND (absent, a folder, a device) or SOURCE_FAILED (unreadable), naming
 * the absolute path
 * @example
 * await pipeline.search({ image: fromFile('./photo.jpg') });
 */
export function fromFile(file: string | URL): ImageSource {
  if (!(file instanceof URL) && (typeof file !== 'string' || file === '' || file.includes('\0')))
    throw invalidOption('file', 'a path or a file: URL', file);
  if (file instanceof URL && file.protocol !== 'file:')
    throw invalidOption(
      'file',
      'a path or a file: URL',
      file.href,
      'For http(s), use fromUrl(url, { fetcher }).',
    );
  const absolute = file instanceof URL ? fileURLToPath(file) : path.resolve(file);
  return async ({ signal }) => chunksOf(absolute, signal);
}
