import { ImageSearchError } from '@imgsearch/core';
import { corruptModel, mistakenForModel } from '../runtime/corrupt-model.ts';
import type { ModelProgress } from './web-protocol.ts';

export interface FetchedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/**
 * A file by its address, from the Cache API where an earlier visit left it.
 *
 * A file of known SHA-256 is looked at again each time, without asking anybody: another revision has another sum, and
 * what the disk or a proxy damaged is fetched anew. Of any other the server is asked whether its ETag or date is still
 * the one that was kept; what has neither is left to HTTP's cache.
 * @throws ImageSearchError MODEL_NOT_FOUND (retryable where the server was not reached or failed), MODEL_CORRUPT
 */
export async function fetchModel(
  url: string,
  sha256: string | undefined,
  cacheName: string | undefined,
  onProgress: (progress: ModelProgress) => void,
): Promise<FetchedModel> {
  const cache = cacheName === undefined ? undefined : await openCache(cacheName);
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept && (sha256 !== undefined || (await isCurrent(url, kept)))) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    const sum = await hashOf(bytes);
    if (sum === (sha256 ?? kept.headers.get(SUM))) {
      onProgress({ url, loaded: bytes.length, total: bytes.length, cached: true });
      return { bytes, sha256: sum };
    }
  }
  // HTTP's cache may still hold the revision before this one, so it asks too.
  const { bytes, version } = await download(url, cache ? 'no-cache' : 'default', onProgress);
  const mistaken = bytes.length === 0 ? 'it is empty' : mistakenForModel(bytes);
  if (mistaken) throw corruptModel(url, mistaken);
  const sum = await hashOf(bytes);
  if (sha256 !== undefined && sum !== sha256)
    throw corruptModel(url, `its SHA-256 is ${sum}, but the manifest says ${sha256}`);
  // A full disk, or a browser that keeps nothing, costs the next visit a download and this one nothing.
  if (sha256 !== undefined || Object.keys(version).length > 0)
    await cache
      ?.put(url, new Response(bytes, { headers: { ...version, [SUM]: sum } }))
      .catch(() => undefined);
  return { bytes, sha256: sum };
}

/** Header of what is kept: its SHA-256 when it came. */
const SUM = 'x-sha256';

/** What tells one revision of a file from another. */
const VERSION = ['etag', 'last-modified'];

const versionOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries(
    VERSION.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) as string]] : [])),
  );

/** A server that is not reached, or that fails, has nothing newer to give: the page goes on without it. */
async function isCurrent(url: string, kept: Response): Promise<boolean> {
  const version = versionOf(kept);
  if (Object.keys(version).length === 0) return false;
  try {
    const now = await fetch(url, { method: 'HEAD', cache: 'no-store' });
    return now.status >= 500 || (now.ok && JSON.stringify(versionOf(now)) === JSON.stringify(version));
  } catch {
    return true;
  }
}

/** Undefined where there is none: pages without TLS, some private windows. */
async function openCache(name: string): Promise<Cache | undefined> {
  try {
    return await globalThis.caches?.open(name);
  } catch {
    return undefined;
  }
}

async function download(
  url: string,
  cache: RequestCache,
  onProgress: (progress: ModelProgress) => void,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly version: Record<string, string> }> {
  try {
    const response = await fetch(url, { cache });
    if (!response.ok) throw notFound(url, `the server answered ${response.status}`, response.status >= 500);
    // Counts what was unpacked, so a compressed answer's length is not the one to expect.
    const length = response.headers.get('content-encoding')
      ? undefined
      : response.headers.get('content-length');
    const total = length ? Number(length) : undefined;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    onProgress({ url, loaded, total, cached: false });
    // Safari's streams cannot be iterated.
    const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      pieces.push(read.value);
      loaded += read.value.length;
      onProgress({ url, loaded, total, cached: false });
    }
    const bytes = new Uint8Array(loaded);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, version: versionOf(response) };
  } catch (error) {
    if (ImageSearchError.isInstance(error)) throw error;
    throw notFound(url, error instanceof Error ? error.message : String(error), true, error);
  }
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const notFound = (url: string, what: string, retryable: boolean, cause?: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_NOT_FOUND',
    message: `No model file at ${url}: ${what}.`,
    hint: 'Set modelPath to the address of the file or of its folder; another origin must allow the page (CORS), and with cross-origin isolation too.',
    retryable,
    cause,
  });
