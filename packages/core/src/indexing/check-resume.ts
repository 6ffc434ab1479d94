import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Checkpoint } from '../spec/checkpoint.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { anyVector } from './find-records.ts';

/**
 * Whether the store is new, and whether the checkpoint is of this store: one that tells of records that an empty store
 * cannot have belongs to another.
 * @throws ImageSearchError CHECKPOINT_FAILED
 */
export async function checkResume(
  checkpoint: Checkpoint,
  target: string,
  { store, dimensions }: { readonly store: VectorStore; readonly dimensions: number },
  signal: AbortSignal,
): Promise<{ readonly startedEmpty: boolean }> {
  // It shall say now that it cannot be written, not after a night's work.
  await checkpoint.write([], { signal });
  if (!(await isEmpty(store, dimensions, { signal }))) return { startedEmpty: false };
  for await (const entry of checkpoint.entries({ target }, { signal }))
    if (entry.images.some(({ failure }) => failure === undefined))
      throw new ImageSearchError({
        code: 'CHECKPOINT_FAILED',
        message: `The checkpoint "${checkpoint.info.name}" tells of products in the store "${store.info.name}", which is empty.`,
        hint: 'Use the store that it was made with, or begin anew with another checkpoint.',
      });
  return { startedEmpty: true };
}

async function isEmpty(store: VectorStore, dimensions: number, options: CallOptions): Promise<boolean> {
  if (store.count) return (await store.count(undefined, options)).value === 0;
  return (await store.search({ vector: anyVector(dimensions), limit: 1 }, options)).length === 0;
}
