import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { ImageSearchError, throwIfStopped } from '@imgsearch/core';
import { hashContent } from './hash-content.ts';
import { openHubCache, sizeOf } from './hub-cache.ts';
import { notFound } from './hub-errors.ts';
import type { ModelSource } from './model-source.ts';

const COMMIT = /^[0-9a-f]{40}$/;

/**
 * A folder that was carried here: another cache of the Hub, `OWNER/NAME/resolve/REVISION/` as an address has it,
 * `OWNER/NAME/` as a clone has it, or the files of one repository themselves.
 */
export function createFolderSource(folder: string, repository: string, revision: string): ModelSource {
  const cache = openHubCache(folder, repository);
  const known = async (): Promise<string | undefined> =>
    COMMIT.test(revision) ? revision : cache.readRef(revision);

  const find = async (file: string): Promise<string | undefined> => {
    const commit = await known();
    const places = [
      ...(commit === undefined ? [] : [cache.snapshot(commit)]),
      path.join(folder, repository, 'resolve', revision),
      path.join(folder, repository),
      folder,
    ];
    for (const place of places) {
      const found = path.join(place, ...file.split('/'));
      if ((await sizeOf(found)) !== undefined) return found;
    }
    return undefined;
  };

  return {
    name: folder,
    async describe(file, _revision, signal) {
      throwIfStopped({ signal });
      const found = await find(file);
      if (found === undefined) return undefined;
      const hex = await hashContent(found, 'sha256');
      return {
        path: file,
        // A folder that tells no commit is one version, whatever lies in it.
        commit: (await known()) ?? createHash('sha1').update(`${repository}@${revision}`).digest('hex'),
        etag: hex,
        size: await sizeOf(found),
        hash: { kind: 'sha256', hex },
      };
    },
    async open({ path: file }, from, signal) {
      const found = await find(file);
      if (found === undefined) throw notFound(`${folder} has no ${file} any more`, 'Pull again.');
      return { start: from, pieces: read(found, from, signal) };
    },
  };
}

async function* read(
  file: string,
  from: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(file, { start: from, highWaterMark: 1 << 20 })) {
      throwIfStopped({ signal });
      yield piece as Uint8Array;
    }
  } catch (cause) {
    if (ImageSearchError.isInstance(cause)) throw cause;
    throw new ImageSearchError({
      code: 'MODEL_UNAVAILABLE',
      message: `${file} cannot be read: ${cause instanceof Error ? cause.message : cause}.`,
      hint: 'Check the folder, and pull again.',
      retryable: false,
      cause,
    });
  }
}
