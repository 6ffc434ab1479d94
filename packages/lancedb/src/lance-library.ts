import { ImageSearchError } from '@imgsearch/core';

/** LanceDB and Arrow, the host's copies. */
export interface LanceLibrary {
  readonly lancedb: typeof import('@lancedb/lancedb');
  readonly arrow: typeof import('apache-arrow');
}

/**
 * Loads the native library, at the first use and not before.
 * @throws ImageSearchError STORE_UNAVAILABLE where it is not installed or has no binary for this machine
 */
export async function loadLanceLibrary(): Promise<LanceLibrary> {
  try {
    const [lancedb, arrow] = await Promise.all([import('@lancedb/lancedb'), import('apache-arrow')]);
    return { lancedb, arrow };
  } catch (cause) {
    throw new ImageSearchError({
      code: 'STORE_UNAVAILABLE',
      message: `LanceDB could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Run: npm install @lancedb/lancedb apache-arrow@18',
      cause,
      retryable: false,
    });
  }
}
