import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkKeys, checkOneOf, ImageSearchError, type Product } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { fileNotes } from './file-notes.ts';

/** Names of files that are taken for pictures. */
export const PICTURE: RegExp = /\.(jpe?g|png|webp|avif|gif|tiff?)$/i;

export interface FolderOptions {
  /**
   * `picture`: each picture is a product, named after its path. `folder`: the pictures of a folder are one product, named
   * after the folder's path. Default `picture`.
   */
  readonly product?: 'picture' | 'folder' | undefined;
  /**
   * Keeps the pictures' absolute paths as metadata: `file`, and where there are several, `files`. Whoever sees answers
   * sees metadata. Default false.
   */
  readonly noteFiles?: boolean | undefined;
}

/**
 * Products of a folder, however many, read as they are asked for. The picture's size and time of change are its version,
 * so that a run with a checkpoint opens only what changed.
 * @returns products in no promised order; iterating fails with SOURCE_FAILED where a folder cannot be read
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * await pipeline.index(readFolder('./photos'));
 */
export function readFolder(folder: string, options: FolderOptions = {}): AsyncIterable<Product> {
  checkKeys('options', options, ['product', 'noteFiles']);
  const by = checkOneOf('product', options.product, ['picture', 'folder'], 'picture');
  const root = path.resolve(folder);
  return {
    async *[Symbol.asyncIterator]() {
      for await (const files of filesByFolder(root)) {
        const groups = by === 'folder' ? [files] : files.map((file) => [file]);
        for (const group of groups) yield await toProduct(root, group, by, options.noteFiles === true);
      }
    },
  };
}

/** Pictures of each folder, sorted. */
async function* filesByFolder(folder: string): AsyncGenerator<string[]> {
  const [files, folders]: [string[], string[]] = [[], []];
  try {
    for await (const entry of await opendir(folder)) {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) folders.push(place);
      else if (PICTURE.test(entry.name)) files.push(place);
    }
  } catch (cause) {
    const { message } = cause as Error;
    throw new ImageSearchError({
      code: 'SOURCE_FAILED',
      message: `The folder ${folder} could not be read: ${message}`,
      hint: 'Check that it is there and that this user may read it.',
      cause,
    });
  }
  if (files.length > 0) yield files.sort();
  for (const each of folders.sort()) yield* filesByFolder(each);
}

async function toProduct(
  root: string,
  files: readonly string[],
  by: 'picture' | 'folder',
  noteFiles: boolean,
): Promise<Product> {
  const [first] = files as [string];
  const place = path.relative(root, by === 'folder' ? path.dirname(first) : first);
  const images = files.map(async (file) => {
    const found = await stat(file).catch(() => undefined);
    const version = found && `${found.size}-${found.mtimeMs}`;
    // By its name, so that one picture more does not make others of the rest.
    const id = by === 'folder' ? { id: path.basename(file) } : {};
    return { ...id, source: fromFile(file), ...(version && { version }) };
  });
  return {
    id: place.split(path.sep).join('/') || '.',
    images: await Promise.all(images),
    ...(noteFiles && { metadata: fileNotes(files) }),
  };
}
