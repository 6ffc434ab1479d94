/**
 * Encoded picture bytes (JPEG, PNG, WebP, ...). A bare string is refused, so that a request body can never
 * name a file: use `fromFile(path)` from `@imgsearch/core/node` or `fromUrl(url, { fetcher })`.
 * A function is called again when the picture is needed again, for example on a retry.
 */
export type ImageSource =
  | Uint8Array
  | ArrayBuffer
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | ((options: { readonly signal?: AbortSignal | undefined }) => Promise<ImageSource> | ImageSource);
