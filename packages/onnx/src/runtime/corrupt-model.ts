import { ImageSearchError } from '@imgsearch/core';

/** @param place absolute path or address */
export const corruptModel = (place: string, complaint: string): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_CORRUPT',
    message: `The model file ${place} is not what it should be: ${complaint}.`,
    hint: 'Download or export it again; for weights of your own, leave sha256 and size out of the manifest.',
  });

/** What is often saved, or served, in the place of a model. */
export function mistakenForModel(first: Uint8Array): string | undefined {
  const start = String.fromCharCode(...first.subarray(0, 64))
    .trimStart()
    .toLowerCase();
  if (start.startsWith('version https://git-lfs'))
    return 'it is a Git LFS pointer, not the file itself (git lfs pull fetches it)';
  if (start.startsWith('<!doctype') || start.startsWith('<html')) return 'it is a web page';
  return undefined;
}
