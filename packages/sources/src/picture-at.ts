import path from 'node:path';
import { type Fetcher, fromUrl, type ImageSource } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';

/** A picture, and its address or absolute path. */
export interface NamedPicture {
  readonly name: string;
  readonly source: ImageSource;
}

/**
 * The picture that a text names: an http(s) address where there is a fetcher, else a path.
 * @param folder from which relative paths start
 */
export function pictureAt(text: string, folder: string, fetcher: Fetcher | undefined): NamedPicture {
  // Waiting for a turn at a busy host counts too.
  if (fetcher && /^https?:\/\//i.test(text))
    return { name: text, source: fromUrl(text, { fetcher, timeout: 120_000 }) };
  const file = path.resolve(folder, text);
  return { name: file, source: fromFile(file) };
}
