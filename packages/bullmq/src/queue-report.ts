import type { CallOptions, Checkpoint, CheckpointFailure, FailureKind } from '@imgsearch/core';
import type { Queue } from 'bullmq';
import type { IndexJobData, IndexJobResult } from './job-product.ts';

/** Jobs by where they are. */
export interface QueueJobs {
  readonly waiting: number;
  readonly active: number;
  /** Between two tries. */
  readonly delayed: number;
  /** Done, as far as Redis still knows them. */
  readonly completed: number;
  /** Out of tries. */
  readonly failed: number;
}

/** A picture that failed, or a product as a whole. */
export interface QueueFailure extends CheckpointFailure {
  readonly productId: string;
  /** Absent where the product as a whole failed. */
  readonly imageId?: string | undefined;
}

/** A job that failed as a whole. */
export interface FailedJob {
  readonly id: string;
  /** Products of it that the checkpoint does not know as done. */
  readonly productIds: readonly string[];
  readonly reason: string;
  /** Tries that were made. */
  readonly attempts: number;
}

/** What the checkpoint and the queue know, whoever did it. */
export interface IndexQueueReport {
  readonly jobs: QueueJobs;
  /** Products that the checkpoint knows. */
  readonly products: number;
  /** Pictures whose records the store has acknowledged. */
  readonly pictures: number;
  /** Pictures, or products as a whole, that failed. */
  readonly failed: number;
  readonly failuresByKind: { readonly [K in FailureKind]?: number };
  /** The first thousand; `checkpoint.entries({ failed: true })` gives them all. */
  readonly failures: readonly QueueFailure[];
  /** The first thousand. */
  readonly failedJobs: readonly FailedJob[];
}

const LISTED = 1000;

export async function readJobs(queue: Queue): Promise<QueueJobs> {
  const counts = await queue.getJobCounts(
    'waiting',
    'prioritized',
    'active',
    'delayed',
    'completed',
    'failed',
  );
  const of = (...states: string[]): number => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    waiting: of('waiting', 'prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    completed: of('completed'),
    failed: of('failed'),
  };
}

/** Out of the checkpoint, which holds what is true whichever worker did it, and Redis' list of failed jobs. */
export async function queueReport(
  queue: Queue<IndexJobData, IndexJobResult>,
  checkpoint: Checkpoint,
  options: CallOptions,
): Promise<IndexQueueReport> {
  const counts = { products: 0, pictures: 0, failed: 0 };
  const failuresByKind: { [K in FailureKind]?: number } = {};
  const failures: QueueFailure[] = [];
  const fail = (failure: QueueFailure): void => {
    counts.failed++;
    failuresByKind[failure.kind] = (failuresByKind[failure.kind] ?? 0) + 1;
    if (failures.length < LISTED) failures.push(failure);
  };
  const failed = await queue.getJobs(['failed'], 0, LISTED - 1);
  const open = new Set(failed.flatMap(({ data }) => data.products.map(({ id }) => id)));
  for await (const { productId, images, failure, underway } of checkpoint.entries({}, options)) {
    counts.products++;
    if (!underway) open.delete(productId);
    if (failure) fail({ ...failure, productId });
    for (const image of images) {
      if (image.failure) fail({ ...image.failure, productId, imageId: image.id });
      else if (!underway) counts.pictures++;
    }
  }
  return {
    jobs: await readJobs(queue),
    ...counts,
    failuresByKind,
    failures,
    failedJobs: failed.map(({ id, data, failedReason, attemptsMade }) => ({
      id: String(id),
      productIds: data.products.map((product) => product.id).filter((each) => open.has(each)),
      reason: failedReason,
      attempts: attemptsMade,
    })),
  };
}
