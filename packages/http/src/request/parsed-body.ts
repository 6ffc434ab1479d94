import type { Upload } from './upload.ts';

/** What a middleware of the host's had read before us. */
export interface ParsedBody {
  /** Bytes that it takes up already. */
  readonly byteLength: number;
  /**
   * @param maxBytes of all photos together
   * @throws RequestError BODY_CONSUMED where nothing usable is left; ImageSearchError IMAGE_TOO_LARGE, INVALID_OPTIONS,
   * UNSUPPORTED_FORMAT
   */
  read(maxBytes: number): Promise<Upload>;
}

/** Found by `toNodeHandler`, used instead of the body. */
const parsed = new WeakMap<Request, ParsedBody>();

export function rememberParsed(request: Request, body: ParsedBody): void {
  parsed.set(request, body);
}

export function parsedBody(request: Request): ParsedBody | undefined {
  return parsed.get(request);
}
