import path from 'node:path';
import { type Fetcher, fromUrl, type ImageSource } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';

/**
 * The picture that a text names: an http(s) address where there is a fetcher, else a path.
 * @param folder from which relative paths start
 */
export function pictureAt(name: string, folder: string, fetcher: Fetcher | undefined): ImageSource {
  if (fetcher && /^https?:\/\//i.test(name))
    // Waiting for a turn at a busy host counts too.
    return fromUrl(name, { fetcher, timeout: 120_000 });
  return fromFile(path.resolve(folder, name));
}
