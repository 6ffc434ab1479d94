import { type Checkpoint, createMemoryCheckpoint, ImageSearchError } from '@imgsearch/core';
import type { CheckpointAdapter } from '../../src/index.ts';

/** What one place keeps, for whoever opens it. */
export interface Place {
  readonly kept: Checkpoint;
}

/** Turns a right checkpoint into a wrong one. */
export type WrapCheckpoint = (checkpoint: Checkpoint, place: Place) => Checkpoint;

/** The memory checkpoint of core, whose entries stay with their place. */
export function referenceAdapter(wrap: WrapCheckpoint = (checkpoint) => checkpoint): CheckpointAdapter {
  const places = new Map<string, Place>();
  const open = ({ name }: { readonly name: string }): Checkpoint => {
    const place = places.get(name) ?? { kept: createMemoryCheckpoint() };
    places.set(name, place);
    return wrap(openPlace(place), place);
  };
  return { create: open, reopen: open, reopenAfterCrash: open };
}

function openPlace({ kept }: Place): Checkpoint {
  let closed = false;
  const enter = (): void => {
    if (closed) throw new ImageSearchError({ code: 'CLOSED', message: 'The checkpoint was closed.' });
  };
  return {
    ...kept,
    async read(...given) {
      enter();
      return kept.read(...given);
    },
    async write(...given) {
      enter();
      await kept.write(...given);
    },
    async delete(...given) {
      enter();
      await kept.delete(...given);
    },
    async *entries(...given) {
      enter();
      yield* kept.entries(...given);
    },
    async close() {
      closed = true;
    },
  };
}
