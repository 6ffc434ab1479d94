import path from 'node:path';
import { type Fetcher, fromUrl, type ImageSource } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';

/** A picture, and its address or absolute path. */
export interface NamedPicture {
  readonly name: string;
  readonly source: ImageSource;
}

/**
 * The http(s) address that a text is. A table that came from an address names addresses alone, never files of this machine.
 * @param base folder or address from which relative names start
 */
export function addressOf(text: string, base: string | URL): string | undefined {
  if (/^https?:\/\//i.test(text)) return text;
  return base instanceof URL ? new URL(text, base).href : undefined;
}

/** The picture that a text names: an address where there is a fetcher, else a path. */
export function pictureAt(text: string, base: string | URL, fetcher: Fetcher | undefined): NamedPicture {
  const address = addressOf(text, base);
  // Waiting for a turn at a busy host counts too.
  if (fetcher && address !== undefined)
    return { name: address, source: fromUrl(address, { fetcher, timeout: 120_000 }) };
  const file = path.resolve(String(base), text);
  return { name: file, source: fromFile(file) };
}
