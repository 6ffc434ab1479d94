import { ImageSearchError } from '@imgsearch/core';

/** What one body takes up of the budget. */
export interface UploadShare {
  /**
   * Counts bytes that have arrived.
   * @throws ImageSearchError QUEUE_FULL where others' leave no room for them
   */
  add(bytes: number): void;
  /** Gives all of them back; once. */
  release(): void;
}

/** Memory for bodies that are on their way or being searched with. */
export interface UploadBudget {
  /**
   * A share for a body, before its first byte is read.
   * @param expected bytes that it will have at most
   * @throws ImageSearchError QUEUE_FULL where they would not fit beside what the others have sent
   */
  open(expected: number): UploadShare;
}

/**
 * Counts what has arrived, not what was announced: or a few clients who announce much and send nothing would keep
 * everybody out.
 * @param total bytes of all bodies at once; a single body always fits into an empty budget
 */
export function createUploadBudget(total: number): UploadBudget {
  let taken = 0;
  const checkRoom = (others: number, bytes: number): void => {
    if (others > 0 && others + bytes > total)
      throw new ImageSearchError({
        code: 'QUEUE_FULL',
        message: `Uploads of ${others} bytes are on their way, and ${bytes} more do not fit into ${total}.`,
        hint: 'Try again later, or raise `uploads.memory`.',
      });
  };
  return {
    open(expected) {
      checkRoom(taken, expected);
      let own = 0;
      let open = true;
      return {
        add(bytes) {
          if (!open) return;
          checkRoom(taken - own, own + bytes);
          own += bytes;
          taken += bytes;
        },
        release() {
          if (open) taken -= own;
          open = false;
        },
      };
    },
  };
}
