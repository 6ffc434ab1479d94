import { ImageSearchError } from '@imgsearch/core';

/** Memory for bodies that are on their way or being searched with. */
export interface UploadBudget {
  /**
   * Sets bytes aside before the first one is read.
   * @returns gives them back; once
   * @throws ImageSearchError QUEUE_FULL where they do not fit
   */
  take(bytes: number): () => void;
}

/** @param total bytes of all bodies at once; a single body always fits into an empty budget */
export function createUploadBudget(total: number): UploadBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken > 0 && taken + bytes > total)
        throw new ImageSearchError({
          code: 'QUEUE_FULL',
          message: `Uploads of ${taken} bytes are on their way, and ${bytes} more do not fit into ${total}.`,
          hint: 'Try again later, or raise `uploads.memory`.',
        });
      taken += bytes;
      let given = false;
      return () => {
        if (!given) taken -= bytes;
        given = true;
      };
    },
  };
}
