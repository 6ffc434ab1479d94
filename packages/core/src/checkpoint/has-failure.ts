import type { CheckpointEntry } from '../spec/checkpoint.ts';

/** Whether the product or one of its pictures failed. */
export const hasFailure = ({ failure, images }: CheckpointEntry): boolean =>
  failure !== undefined || images.some((image) => image.failure !== undefined);
