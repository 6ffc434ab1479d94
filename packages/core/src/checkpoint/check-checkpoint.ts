import type { ImageSearchError } from '../errors/image-search-error.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import { invalidOption } from '../options/check.ts';
import type { Checkpoint } from '../spec/checkpoint.ts';
import { SPEC_VERSION } from '../spec/component.ts';

const MEMBERS = ['read', 'write', 'delete', 'entries', 'close'] as const;

/**
 * @returns the checkpoint, whose failures are CHECKPOINT_FAILED whatever it throws
 * @throws ImageSearchError INVALID_OPTIONS for what does not fill the contract
 */
export function checkCheckpoint(value: unknown): Checkpoint {
  const given = value as Partial<Checkpoint> | null;
  const missing =
    typeof given !== 'object' || given === null
      ? 'all'
      : MEMBERS.find((name) => typeof given[name] !== 'function');
  if (missing !== undefined)
    throw invalidOption(
      'checkpoint',
      'a checkpoint, an object with read, write, delete, entries and close',
      value,
      'For a file: createFileCheckpoint(path) from "@imgsearch/core/node".',
    );
  if (given?.specVersion !== SPEC_VERSION)
    throw invalidOption('checkpoint.specVersion', String(SPEC_VERSION), given?.specVersion);
  return withOwnErrors(given as Checkpoint);
}

function withOwnErrors(checkpoint: Checkpoint): Checkpoint {
  const { specVersion, info } = checkpoint;
  const toOwn = (error: unknown): ImageSearchError =>
    toImageSearchError(error, 'CHECKPOINT_FAILED', `The checkpoint ${info.id} "${info.name}" failed`);
  const own = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toOwn(error);
    }
  };
  return {
    specVersion,
    info,
    read: (...args) => own(() => checkpoint.read(...args)),
    write: (...args) => own(() => checkpoint.write(...args)),
    delete: (...args) => own(() => checkpoint.delete(...args)),
    async *entries(...args) {
      try {
        yield* checkpoint.entries(...args);
      } catch (error) {
        throw toOwn(error);
      }
    },
    close: () => checkpoint.close(),
  };
}
