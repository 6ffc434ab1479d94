import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { ImageSearchError, invalidOption } from '@imgsearch/core';
import { RequestError } from '../answer/request-error.ts';
import { parseJson } from '../request/parse-json.ts';
import type { ParsedBody } from '../request/parsed-body.ts';
import { MAX_PHOTOS, noFields, type TextFields, tooManyBytes, type Upload } from '../request/upload.ts';

/** What multer and its like leave of a file: the bytes, or where on the host's disk they are. */
interface ParsedFile {
  readonly buffer?: unknown;
  readonly path?: unknown;
}

/** What body parsers leave on a request. */
interface ParsedRequest extends IncomingMessage {
  readonly body?: unknown;
  /** NestJS with `rawBody: true`, and cloud functions. */
  readonly rawBody?: unknown;
  readonly file?: ParsedFile;
  readonly files?: unknown;
  readonly app?: unknown;
}

/** What a middleware read before us, or undefined where the body is still to be read. */
export function findParsed(request: IncomingMessage): ParsedBody | undefined {
  const taken = request.readableDidRead || request.readableEnded;
  if (!taken || !hasBody(request)) return undefined;
  return {
    byteLength: Number(request.headers['content-length'] ?? 0),
    read: (maxBytes) => readParsed(request, maxBytes),
  };
}

async function readParsed(request: ParsedRequest, maxBytes: number): Promise<Upload> {
  const { body, rawBody } = request;
  const files = request.file ? [request.file] : listFiles(request.files);
  if (files.length > MAX_PHOTOS) throw invalidOption('image', `at most ${MAX_PHOTOS} pictures`, files.length);
  if (files.length > 0) {
    const sizes = await Promise.all(files.map(sizeOf));
    if (sizes.reduce((sum, size) => sum + size, 0) > maxBytes) throw tooManyBytes(maxBytes);
    const photos = await Promise.all(files.map((file) => fileBytes(file, request)));
    return { kind: 'photos', photos, fields: toFields(body) };
  }
  const isJson = (request.headers['content-type'] ?? '').toLowerCase().startsWith('application/json');
  if (isJson && body !== undefined && !(body instanceof Uint8Array)) return { kind: 'json', value: body };
  for (const bytes of [rawBody, body]) {
    if (!(bytes instanceof Uint8Array)) continue;
    return isJson
      ? { kind: 'json', value: parseJson(bytes) }
      : { kind: 'photos', photos: [bytes], fields: noFields };
  }
  throw consumed(request);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** `files` is an array (`upload.any()`), or an object of arrays (`upload.fields()`). */
function listFiles(files: unknown): ParsedFile[] {
  if (typeof files !== 'object' || files === null) return [];
  const list: unknown[] = Object.values(files).flat();
  return list.filter((each): each is ParsedFile => typeof each === 'object' && each !== null);
}

/** Before it is read: a disk holds files that memory does not. */
async function sizeOf({ buffer, path }: ParsedFile): Promise<number> {
  if (buffer instanceof Uint8Array) return buffer.byteLength;
  return typeof path === 'string' ? (await stat(path)).size : 0;
}

async function fileBytes({ buffer, path }: ParsedFile, request: IncomingMessage): Promise<Uint8Array> {
  if (buffer instanceof Uint8Array) return buffer;
  // The middleware's own words: no client can say where a file lies.
  if (typeof path === 'string') return readFile(path);
  throw consumed(request);
}

/** What multer makes of `filter[price]` is an object, without a prototype. */
function toFields(body: unknown): TextFields {
  if (typeof body !== 'object' || body === null || body instanceof Uint8Array) return noFields;
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return new Map(Object.entries(body).map(([name, value]) => [name, [value].flat().map(textOf)]));
}

function consumed(request: IncomingMessage): ImageSearchError | RequestError {
  const { body } = request as ParsedRequest;
  const type = request.headers['content-type'] ?? 'no Content-Type';
  // Whoever sent it said that it was text, and so it was read: curl's --data-binary, for one, without a header.
  if (/^(text\/|application\/x-www-form-urlencoded)/i.test(type))
    return new ImageSearchError({
      code: 'UNSUPPORTED_FORMAT',
      message: 'The body said that it was text, and was read as such: there is no picture in it any more.',
      hint: 'Send it with "Content-Type: application/octet-stream" or that of the picture, or as a file in a form.',
    });
  const suspects = bodyReaders(request);
  const who =
    typeof body === 'string'
      ? 'express.text() or another parser read it as text'
      : suspects.length > 0
        ? `${suspects.join(' or ')} had it`
        : 'a middleware before this handler read it';
  return new RequestError(
    'BODY_CONSUMED',
    `The body (${type}) is gone: ${who}, and left nothing that holds the photo.`,
    {
      hint: 'Put this handler before it, or let it leave alone what is a photo: multer with memoryStorage(), or express.raw().',
    },
  );
}

/** Names of middleware of the Express app that read bodies, as its router knows them. */
function bodyReaders(request: IncomingMessage): string[] {
  const { app } = request as { app?: { router?: unknown; _router?: unknown } };
  const router = app?.router ?? app?._router;
  const { stack } = (router ?? {}) as { stack?: unknown };
  if (!Array.isArray(stack)) return [];
  const names = stack.map((layer: { name?: unknown }) => String(layer?.name ?? ''));
  return names.filter((name) => /parser|multer|upload|body|formidable|busboy/i.test(name));
}
