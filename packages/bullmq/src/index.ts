export {
  type AddOptions,
  createIndexQueue,
  type FinishedOptions,
  type IndexQueue,
  type IndexQueueOptions,
} from './create-index-queue.ts';
export { createIndexWorker, type IndexWorker, type IndexWorkerOptions } from './create-index-worker.ts';
export { createRedisCheckpoint, type RedisCheckpointOptions } from './create-redis-checkpoint.ts';
export type { IndexJobData, IndexJobResult, JobImage, JobProduct, Json } from './job-product.ts';
export type { FailedJob, IndexQueueReport, QueueFailure, QueueJobs } from './queue-report.ts';
