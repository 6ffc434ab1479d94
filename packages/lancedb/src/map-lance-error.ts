import { ImageSearchError } from '@imgsearch/core';

/** Whether another writer came first; the same call may succeed at once. */
export const isConflict = (error: unknown): boolean =>
  error instanceof Error && /conflict|concurrent|preempted/i.test(error.message);

/** What LanceDB or the file system threw, as one of ours with what to do next. */
export function mapLanceError(error: unknown, store: string): ImageSearchError {
  if (ImageSearchError.isInstance(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  const as = (code: ImageSearchError['code'], hint: string, retryable?: boolean): ImageSearchError =>
    new ImageSearchError({ code, message: `Store "${store}": ${text}`, hint, cause: error, retryable });
  if (isConflict(error))
    return as('STORE_UNAVAILABLE', 'Another process writes to this folder; try again in a moment.');
  if (/permission denied|EACCES|EPERM|read-only file system|EROFS/i.test(text))
    return as('STORE_UNAUTHORIZED', 'Let this process read and write the folder, or choose another folder.');
  if (/no space left|ENOSPC|quota/i.test(text))
    return as('STORE_UNAVAILABLE', 'Free space on the disk of the folder.');
  if (/not found|no such file|ENOENT/i.test(text))
    return as(
      'STORE_UNAVAILABLE',
      'The data was moved or removed while it was open: open the store again.',
      false,
    );
  return as('STORE_UNAVAILABLE', 'The cause says what LanceDB met; look whether the folder is whole.');
}
