import { ImageSearchError } from '../../errors/image-search-error.ts';

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on that disk and run again: what was acknowledged is kept.',
  EDQUOT: 'Free some space or raise the quota and run again: what was acknowledged is kept.',
  EROFS: 'Put the checkpoint on a disk that can be written.',
  EACCES: 'Let the user that runs this process read and write it.',
  EPERM: 'Let the user that runs this process read and write it.',
  EISDIR: 'Name a file, not a folder.',
};

/** One of ours for whatever the file system said of the checkpoint. */
export function checkpointError(cause: unknown, path: string): ImageSearchError {
  if (ImageSearchError.isInstance(cause)) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new ImageSearchError({
    code: 'CHECKPOINT_FAILED',
    message: `The checkpoint ${path} failed: ${message}`,
    hint: HINTS[code] ?? 'Check the disk, and run again: what was acknowledged is kept.',
    cause,
  });
}

export const inUse = (path: string, holder: string): ImageSearchError =>
  new ImageSearchError({
    code: 'CHECKPOINT_FAILED',
    message: `The checkpoint ${path} is being written by ${holder}.`,
    hint: `Wait for that run, or give this one a file of its own. If that process is gone, remove ${path}.lock.`,
  });
