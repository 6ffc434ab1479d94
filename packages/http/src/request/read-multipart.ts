import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { invalidOption } from '@imgsearch/core';
import { RequestError } from '../answer/request-error.ts';
import { type ByteCollector, createByteCollector } from './read-chunks.ts';
import { MAX_PHOTOS, MAX_TEXT_BYTES, tooManyBytes, type Upload } from './upload.ts';

const MAX_FIELDS = 32;

const notMultipart = (cause: unknown): RequestError =>
  new RequestError('INVALID_REQUEST', 'The form cannot be read: it is not well-formed multipart/form-data.', {
    hint: 'Let the client write the Content-Type with its boundary, and send the form whole.',
    cause,
  });

/**
 * A form with a file, or several. Whatever a file is called and whatever type it claims is not looked at.
 * @throws ImageSearchError IMAGE_TOO_LARGE, INVALID_OPTIONS; RequestError INVALID_REQUEST
 */
export async function readMultipart(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string,
  maxBytes: number,
): Promise<Upload> {
  const parser = createParser(contentType, maxBytes);
  const fields = new Map<string, string[]>();
  const photos: ByteCollector[] = [];
  let length = 0;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
  };
  const finished = new Promise<void>((resolve) => {
    parser.once('finish', () => resolve());
    parser.once('error', (error) => {
      fail(notMultipart(error));
      resolve();
    });
  });
  let goOn = (): void => undefined;
  finished.then(() => goOn());
  parser.on('file', (_, stream: BusboyFileStream) => {
    const photo = createByteCollector();
    photos.push(photo);
    stream.on('limit', () => fail(tooManyBytes(maxBytes)));
    stream.on('error', (error) => fail(notMultipart(error)));
    stream.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length > maxBytes) fail(tooManyBytes(maxBytes));
      else photo.add(chunk);
    });
  });
  parser.on('field', (name: string, value: string, _, truncated) => {
    if (truncated) fail(invalidOption(name, `at most ${MAX_TEXT_BYTES} bytes`, value));
    fields.set(name, [...(fields.get(name) ?? []), value]);
  });
  const tooMany = (): void =>
    fail(invalidOption('image', `at most ${MAX_PHOTOS} pictures and ${MAX_FIELDS} text fields`, 'more'));
  parser.on('filesLimit', tooMany);
  parser.on('fieldsLimit', tooMany);
  parser.on('partsLimit', tooMany);

  for await (const chunk of chunks) {
    await new Promise<void>((resolve) => {
      goOn = resolve;
      // A parser that has failed calls nobody back.
      if (failure !== undefined) resolve();
      else parser.write(chunk, () => resolve());
    });
    if (failure !== undefined) throw failure;
  }
  parser.end();
  await finished;
  if (failure !== undefined) throw failure;
  if (photos.length === 0)
    throw invalidOption(
      'image',
      'a file in the form',
      undefined,
      'Send the picture as a file, in the field "image".',
    );
  return { kind: 'photos', photos: photos.map((photo) => photo.read()), fields };
}

function createParser(contentType: string, maxBytes: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: (_, type, name) =>
        name !== undefined || type === 'application/octet-stream' || type?.startsWith('image/') === true,
      limits: {
        files: MAX_PHOTOS,
        fields: MAX_FIELDS,
        parts: MAX_FIELDS + MAX_PHOTOS,
        fileSize: maxBytes,
        fieldSize: MAX_TEXT_BYTES,
        headerPairs: 32,
        headerSize: 8 * 1024,
      },
    });
  } catch (error) {
    throw notMultipart(error);
  }
}
