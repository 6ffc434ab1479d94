import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { Checkpoint, CheckpointEntry } from '../spec/checkpoint.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import { hasFailure } from './has-failure.ts';

/** Forgets when the process ends. */
export type MemoryCheckpoint = Checkpoint & { [Symbol.asyncDispose](): Promise<void> };

/**
 * A checkpoint in memory, for tests and for a job that runs more than once in one process. Entries are copied in and out.
 * @example
 * const checkpoint = createMemoryCheckpoint();
 * await pipeline.index(products, { checkpoint });
 */
export function createMemoryCheckpoint(): MemoryCheckpoint {
  const kept = new Map<string, CheckpointEntry>();
  const keyOf = (target: string, productId: string): string => `${target}\n${productId}`;
  let closed = false;
  const check = (options: Parameters<Checkpoint['write']>[1]): void => {
    if (closed)
      throw new ImageSearchError({
        code: 'CLOSED',
        message: 'The checkpoint in memory was closed.',
        hint: 'Close it after the last run, or create another one.',
      });
    throwIfStopped(options);
  };
  const close = async (): Promise<void> => {
    closed = true;
  };
  return {
    specVersion: SPEC_VERSION,
    info: { id: 'memory', name: 'memory' },
    async read(target, productIds, options) {
      check(options);
      return productIds.map((productId) => structuredClone(kept.get(keyOf(target, productId)) ?? null));
    },
    async write(entries, options) {
      check(options);
      for (const entry of entries) kept.set(keyOf(entry.target, entry.productId), structuredClone(entry));
    },
    async delete(target, productIds, options) {
      check(options);
      for (const productId of productIds) kept.delete(keyOf(target, productId));
    },
    async *entries({ target, failed = false } = {}, options) {
      check(options);
      for (const entry of [...kept.values()])
        if ((target === undefined || entry.target === target) && (!failed || hasFailure(entry)))
          yield structuredClone(entry);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
