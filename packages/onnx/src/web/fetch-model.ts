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
 * Only a file whose SHA-256 is known is kept or taken from there, and it is looked at again each time: another revision
 * of the model has another sum, and what the disk or a proxy damaged is fetched anew. Others are left to HTTP's cache.
 * @throws ImageSearchError MODEL_NOT_FOUND (retryable where the server was not reached or failed), MODEL_CORRUPT
 */
export async function fetchModel(
  url: string,
  sha256: string | undefined,
  cacheName: string | undefined,
  onProgress: (progress: ModelProgress) => void,
): Promise<FetchedModel> {
  const cache = sha256 === undefined || cacheName === undefined ? undefined : await openCache(cacheName);
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if ((await hashOf(bytes)) === sha256) {
      onProgress({ url, loaded: bytes.length, total: bytes.length, cached: true });
      return { bytes, sha256: sha256 as string };
    }
    await cache?.delete(url);
  }
  const bytes = await download(url, onProgress);
  const mistaken = bytes.length === 0 ? 'it is empty' : mistakenForModel(bytes);
  if (mistaken) throw corruptModel(url, mistaken);
  const sum = await hashOf(bytes);
  if (sha256 !== undefined && sum !== sha256)
    throw corruptModel(url, `its SHA-256 is ${sum}, but the manifest says ${sha256}`);
  // A full disk, or a browser that keeps nothing, costs the next visit a download and this one nothing.
  await cache?.put(url, new Response(bytes)).catch(() => undefined);
  return { bytes, sha256: sum };
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
  onProgress: (progress: ModelProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw notFound(url, `the server answered ${response.status}`, response.status >= 500);
    // Counts what was unpacked, so a compressed answer's length is not the one to expect.
    const length = response.headers.get('content-encoding')
      ? undefined
      : response.headers.get('content-length');
    const total = length ? Number(length) : undefined;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    onProgress({ url, loaded, total, cached: false });
    for await (const piece of response.body ?? []) {
      pieces.push(piece as Uint8Array<ArrayBuffer>);
      loaded += piece.length;
      onProgress({ url, loaded, total, cached: false });
    }
    const bytes = new Uint8Array(loaded);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
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
