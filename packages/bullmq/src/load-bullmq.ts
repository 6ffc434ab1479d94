import { ImageSearchError } from '@imgsearch/core';

/** BullMQ, the host's copy. */
export type BullMq = typeof import('bullmq');

/**
 * Loads BullMQ at the first use and not before: its import reads the environment and looks for native code.
 * @throws ImageSearchError UNSUPPORTED where it is not installed
 */
export async function loadBullMq(): Promise<BullMq> {
  try {
    return await import('bullmq');
  } catch (cause) {
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `BullMQ could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Run: npm install bullmq ioredis',
      cause,
    });
  }
}
