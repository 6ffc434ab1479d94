import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { Fetcher } from '@imgsearch/core';

/**
 * A table: a path; an http(s) address; or a function that gives its bytes, called anew for each reading: an object of a
 * bucket, standard input, something unpacked.
 */
export type TablePlace = string | URL | (() => TableBytes | Promise<TableBytes>);

type TableBytes = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

export interface OpenTable {
  readonly bytes: Readable;
  /** What is still coming is not wanted any more. */
  leave(): void;
}

/** @throws whatever the file system, the server or the function says */
export async function openTable(place: TablePlace, fetcher: Fetcher): Promise<OpenTable> {
  if (typeof place === 'string') return leaving(createReadStream(place));
  if (typeof place === 'function') return leaving(readableOf(await place()));
  const stop = new AbortController();
  const answer = await fetcher(place.href, { signal: stop.signal, headers: {} });
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel().catch(() => undefined);
    throw new Error(`the server answered with status ${answer.status}.`);
  }
  const { bytes, leave } = leaving(readableOf(answer.body));
  return {
    bytes,
    leave: () => {
      leave();
      stop.abort();
    },
  };
}

const readableOf = (bytes: TableBytes): Readable =>
  bytes instanceof Readable
    ? bytes
    : 'getReader' in bytes
      ? Readable.fromWeb(bytes as NodeReadableStream<Uint8Array>)
      : Readable.from(bytes, { objectMode: false });

const leaving = (bytes: Readable): OpenTable => ({
  bytes,
  leave: () => {
    // Whoever left hears nothing of it.
    bytes.on('error', () => undefined).destroy();
  },
});
