import type { CallOptions } from '../spec/call-options.ts';
import type { Checkpoint, CheckpointFailure } from '../spec/checkpoint.ts';

/** A picture, or a product as a whole, that could not be indexed. */
export interface DeadLetter extends CheckpointFailure {
  readonly target: string;
  readonly productId: string;
  /** Absent where the product as a whole failed. */
  readonly imageId?: string | undefined;
}

/**
 * Everything that failed and has not succeeded since, as a checkpoint remembers it. Once the cause is mended,
 * `index(products, { checkpoint, failed: 'only' })` tries these again and nothing else.
 * @example
 * const checkpoint = createMemoryCheckpoint();
 * await pipeline.index(products, { checkpoint });
 * for await (const { productId, imageId, kind, message } of listDeadLetters(checkpoint))
 *   console.log(productId, imageId, kind, message);
 */
export async function* listDeadLetters(
  checkpoint: Checkpoint,
  options?: CallOptions,
): AsyncGenerator<DeadLetter> {
  for await (const { target, productId, failure, images } of checkpoint.entries({ failed: true }, options)) {
    if (failure) yield { target, productId, ...failure };
    for (const image of images)
      if (image.failure) yield { target, productId, imageId: image.id, ...image.failure };
  }
}
