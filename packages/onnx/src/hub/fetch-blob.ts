import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ImageSearchError, type Logger } from '@imgsearch/core';
import { lockFile } from '@imgsearch/core/node';
import { hashContent } from './hash-content.ts';
import { type HubCache, sizeOf, syncFolder } from './hub-cache.ts';
import { adviceOf, cacheError, damaged, unavailable } from './hub-errors.ts';
import type { FileFacts, ModelSource } from './model-source.ts';
import { type Persistence, pause, persist } from './persist.ts';

export interface BlobJob extends Persistence {
  readonly source: ModelSource;
  readonly cache: HubCache;
  readonly facts: FileFacts;
  /** Looks into a blob that is there, and fetches it anew where it is damaged. */
  readonly verify: boolean;
  readonly logger: Logger;
  /** @param loaded bytes that are on disk */
  readonly onProgress: (loaded: number) => void;
}

/** Milliseconds between two looks at whether another process is done with a blob. */
const LOOK = 200;

/**
 * Brings a blob into the cache: what is there is kept, what was begun is gone on with, what has arrived is hashed on
 * the disk before it gets its name. One process at a time fetches a blob; others wait for it.
 * @throws ImageSearchError MODEL_UNAVAILABLE, MODEL_CORRUPT, MODEL_UNAUTHORIZED, TIMEOUT, ABORTED
 */
export async function fetchBlob(job: BlobJob): Promise<void> {
  const { cache, facts, signal, logger } = job;
  try {
    await mkdir(path.dirname(cache.blob(facts.etag)), { recursive: true });
    await mkdir(path.dirname(cache.lock(facts.etag)), { recursive: true });
    for (let told = false; ; told = true) {
      if (await isWhole(job)) return job.onProgress(facts.size ?? 0);
      let holder: string | undefined;
      const lock = await lockFile(cache.lock(facts.etag), (name) => {
        holder = name;
        return new Error(name);
      }).catch((error: unknown) => {
        if (holder === undefined) throw error;
        return undefined;
      });
      if (lock) {
        try {
          // Another may have finished between the look and the lock.
          if (!(await isWhole(job))) await fetchLocked(job);
          return;
        } finally {
          await lock.release();
        }
      }
      if (!told) logger.info(`${facts.path} is being fetched by ${holder}; waiting for it.`);
      await pause(LOOK, signal);
    }
  } catch (error) {
    throw cacheError(error, cache.folder);
  }
}

/** Whether the blob is there, in its size, and, where that is asked for, with its hash. */
async function isWhole({ cache, facts, verify, logger }: BlobJob): Promise<boolean> {
  const blob = cache.blob(facts.etag);
  const size = await sizeOf(blob);
  if (size === undefined) return false;
  const good =
    (facts.size === undefined || size === facts.size) &&
    (!verify || facts.hash === undefined || (await hashContent(blob, facts.hash.kind)) === facts.hash.hex);
  if (!good) logger.warn(`${blob} is damaged and is fetched again.`);
  return good;
}

async function fetchLocked(job: BlobJob): Promise<void> {
  const { cache, facts } = job;
  const begun = cache.incomplete(facts.etag);
  const reached = async (): Promise<number> => (await sizeOf(begun)) ?? 0;
  // Nothing says where a file of unknown size ends, so there is nothing to go on with.
  if (facts.size === undefined || (await reached()) > facts.size) await rm(begun, { force: true });
  const kept = await reached();
  for (let again = kept > 0; ; again = false) {
    await persist(() => receive(job, begun), job, reached);
    const complaint = await complaintOf(job, begun);
    if (complaint === undefined) break;
    await rm(begun, { force: true });
    // What an earlier run has left may be what is wrong: a power cut leaves holes.
    if (!again) throw damaged(`${job.source.name}: ${facts.path}`, complaint);
  }
  await rename(begun, cache.blob(facts.etag));
  await syncFolder(path.dirname(begun));
}

/** Appends what is missing. */
async function receive({ source, facts, signal, cache, onProgress }: BlobJob, begun: string): Promise<void> {
  let at = (await sizeOf(begun)) ?? 0;
  if (at > 0 && at === facts.size) return onProgress(at);
  const opened = await source.open(facts, at, signal).catch(async (error: unknown) => {
    // What is there cannot be gone on with, or is of another file.
    if (ImageSearchError.isInstance(error) && adviceOf(error).next !== undefined)
      await rm(begun, { force: true });
    throw error;
  });
  const handle = await open(begun, opened.start === 0 ? 'w' : 'r+');
  try {
    at = opened.start;
    onProgress(at);
    for await (const piece of opened.pieces) {
      if (facts.size !== undefined && at + piece.length > facts.size) {
        await rm(begun, { force: true });
        throw damaged(
          `${source.name}: ${facts.path}`,
          `it goes on after the ${facts.size} bytes that are listed`,
        );
      }
      await writeAll(handle, piece, at, cache.folder);
      at += piece.length;
      onProgress(at);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (facts.size !== undefined && at < facts.size)
    throw unavailable(`${source.name}: ${facts.path}`, `ended after ${at} of ${facts.size} bytes`);
}

async function writeAll(
  handle: Awaited<ReturnType<typeof open>>,
  piece: Uint8Array,
  position: number,
  folder: string,
): Promise<void> {
  try {
    for (let done = 0; done < piece.length; ) {
      const { bytesWritten } = await handle.write(piece, done, piece.length - done, position + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw cacheError(error, folder);
  }
}

/** What is wrong with what has arrived, or undefined. */
async function complaintOf({ facts }: BlobJob, begun: string): Promise<string | undefined> {
  const size = (await sizeOf(begun)) ?? 0;
  if (size === 0 && facts.size !== 0) return 'it is empty';
  if (facts.hash === undefined) return undefined;
  const found = await hashContent(begun, facts.hash.kind);
  return found === facts.hash.hex ? undefined : `its hash is ${found}, and ${facts.hash.hex} is listed`;
}
