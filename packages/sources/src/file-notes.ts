import type { Metadata } from '@imgsearch/core';

/** The pictures' names as metadata, by position. */
export function fileNotes(names: readonly string[]): Metadata {
  return {
    ...(names[0] !== undefined && { file: names[0] }),
    ...(names.length > 1 && { files: [...names] }),
  };
}
