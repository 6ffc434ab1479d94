import {
  type Checkpoint,
  checkKeys,
  checkNumber,
  checkString,
  type ErrorCode,
  ImageSearchError,
  type ImageSearchPipeline,
  type ImageSource,
  type IndexOptions,
  invalidOption,
  isPartFailure,
  isRetryableCode,
  type Logger,
  silentLogger,
} from '@imgsearch/core';
import type { ConnectionOptions, Job, Worker } from 'bullmq';
import type { IndexJobData, IndexJobResult, JobProduct, Json } from './job-product.ts';
import { loadBullMq } from './load-bullmq.ts';
import { toProduct } from './to-product.ts';

export interface IndexWorkerOptions<R extends Json = string> {
  /** Of the queue. */
  readonly name: string;
  /** BullMQ's own: options, or a client of the host's with `maxRetriesPerRequest: null`, which he closes. */
  readonly connection: ConnectionOptions;
  // biome-ignore lint/suspicious/noExplicitAny: whatever fields the host declared
  readonly pipeline: ImageSearchPipeline<any>;
  /** One that all workers share: `createRedisCheckpoint`, or a database of the host's. */
  readonly checkpoint: Checkpoint;
  /** The picture behind a reference: `(address) => fromUrl(address, { fetcher })`. */
  readonly toImage: (reference: R, productId: string) => ImageSource | Promise<ImageSource>;
  /** Before BullMQ's keys. Default `bull`. */
  readonly prefix?: string | undefined;
  /** Jobs at once: while one waits for pictures or the store, another computes. Default 2. */
  readonly concurrency?: number | undefined;
  /** How each job is indexed; see `pipeline.index`. */
  readonly indexing?:
    | Pick<IndexOptions, 'batchSize' | 'retry' | 'failed' | 'compareContent' | 'memoryBudget'>
    | undefined;
  /** Stops this worker when more than this share of at least 100 pictures failed. Default 0.5; 1 never does. */
  readonly maxFailureRate?: number | undefined;
  /** Milliseconds until others take a job over whose worker has gone silent; renewed at half of it. Default 30,000. */
  readonly lockDuration?: number | undefined;
  /**
   * How often a job may be taken over until it counts as failed: one of its pictures may be what kills its workers. The
   * others get done meanwhile. Default 3.
   */
  readonly maxTakeovers?: number | undefined;
  readonly logger?: Logger | undefined;
}

/** One of any number of workers; each may come and go. */
export interface IndexWorker {
  /** BullMQ's own, for its events. */
  readonly worker: Worker<IndexJobData, IndexJobResult>;
  /** Resolves when the worker was closed; rejects when it had to stop by itself, with the reason. */
  readonly stopped: Promise<void>;
  /** Takes no further job and finishes those in hand. With `now`, they are put back for others. */
  close(options?: { readonly now?: boolean | undefined }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What ails this process and not the job: another worker may do better. */
const isOwnFault = (code: ErrorCode): boolean =>
  (isPartFailure(code) && !isRetryableCode(code)) ||
  ['CLOSED', 'INVALID_OPTIONS', 'UNSUPPORTED'].includes(code);
const FEW = 100;

/**
 * Works off the jobs of `createIndexQueue` with a pipeline of this process. A job whose worker dies is done again by
 * another, and whatever the checkpoint knows of it is skipped: at least once, and once in effect. The lock on a job is
 * renewed by the event loop, which models in worker threads leave alone.
 * @returns a worker that has begun
 * @throws ImageSearchError INVALID_OPTIONS, UNSUPPORTED without BullMQ
 * @example
 * const connection = { host: 'localhost', port: 6379 };
 * const worker = await createIndexWorker({
 *   name: 'shop',
 *   connection,
 *   pipeline,
 *   checkpoint: createRedisCheckpoint({ connection, name: 'shop' }),
 *   toImage: (address) => fromUrl(address, { fetcher: fetch }),
 * });
 * process.once('SIGTERM', () => worker.close());
 * await worker.stopped;
 */
export async function createIndexWorker<R extends Json = string>(
  options: IndexWorkerOptions<R>,
): Promise<IndexWorker> {
  const { name, prefix, concurrency, lockDuration, maxTakeovers, maxFailureRate } = checkOptions(options);
  const { connection, pipeline, checkpoint, toImage, indexing = {}, logger = silentLogger } = options;
  const { Worker, WaitingError } = await loadBullMq();
  const leaving = new AbortController();
  const end = Promise.withResolvers<void>();
  end.promise.catch(() => undefined);
  const seen = { pictures: 0, failed: 0 };

  async function work(job: Job<IndexJobData>, token?: string): Promise<IndexJobResult> {
    const products = (job.data.products as readonly JobProduct<R>[]).map((each) => toProduct(each, toImage));
    // What ended its workers may lie in one picture: one at a time now, from either end in turn, so that the others
    // get done.
    const takenOver = job.stalledCounter > 0;
    if (takenOver && job.stalledCounter % 2 === 0) products.reverse();
    const putBack = async (): Promise<never> => {
      await job.moveToWait(token);
      throw new WaitingError();
    };
    try {
      const report = await pipeline.index(products, {
        ...indexing,
        ...(takenOver && { batchSize: 1, concurrency: 1 }),
        checkpoint,
        priority: 'bulk',
        signal: leaving.signal,
        // Few pictures say nothing; the share is watched over all jobs.
        maxFailureRate: 1,
      });
      if (report.aborted) return await putBack();
      const { indexed, skipped, updated, failed, deleted, elapsed } = report;
      watch(indexed + skipped + updated + failed, failed);
      return { products: report.products, indexed, skipped, updated, failed, deleted, elapsed };
    } catch (error) {
      if (!ImageSearchError.isInstance(error) || !isOwnFault(error.code)) throw error;
      stop(error);
      return await putBack();
    }
  }

  function watch(pictures: number, failed: number): void {
    seen.pictures += pictures;
    seen.failed += failed;
    if (seen.pictures < FEW || seen.failed / seen.pictures <= maxFailureRate) return;
    stop(
      new ImageSearchError({
        code: 'SOURCE_FAILED',
        message: `${seen.failed} of ${seen.pictures} pictures failed, more than "maxFailureRate" allows (${maxFailureRate}).`,
        hint: 'Look at the failures in the report: an address or a key of all of them may be wrong. Or raise "maxFailureRate".',
      }),
    );
  }

  function stop(error: ImageSearchError): void {
    if (leaving.signal.aborted) return;
    logger.error(`This worker of the queue "${name}" stops: ${error.message}`, error);
    end.reject(error);
    leaving.abort(error);
    close().catch(() => undefined);
  }

  const worker = new Worker<IndexJobData, IndexJobResult>(name, work, {
    connection,
    prefix,
    concurrency,
    lockDuration,
    stalledInterval: lockDuration,
    maxStalledCount: maxTakeovers,
  });
  worker.on('error', (error) => logger.warn(`A worker of the queue "${name}" met an error.`, error));
  worker.on('stalled', (id) => logger.warn(`Job ${id} was given up by its worker and goes to another.`));
  worker.on('failed', (job, error) => logger.warn(`Job ${job?.id} failed: ${error.message}`, error));
  worker.on('completed', (job, result) => logger.info(`Job ${job.id} is done.`, result));

  let closing: Promise<void> | undefined;
  function close({ now = false }: { readonly now?: boolean | undefined } = {}): Promise<void> {
    if (now) leaving.abort();
    if (!closing) {
      closing = worker.close();
      closing.then(end.resolve, end.reject);
    }
    return closing;
  }
  return { worker, stopped: end.promise, close, [Symbol.asyncDispose]: () => close() };
}

function checkOptions(options: IndexWorkerOptions<never>) {
  checkKeys('options', options, [
    ...['name', 'connection', 'pipeline', 'checkpoint', 'toImage', 'prefix', 'concurrency', 'indexing'],
    ...['maxFailureRate', 'lockDuration', 'maxTakeovers', 'logger'],
  ]);
  const { connection, pipeline, checkpoint, toImage, prefix = 'bull' } = options;
  if (typeof connection !== 'object' || connection === null)
    throw invalidOption('connection', 'options of a Redis connection, or a client', connection);
  if (typeof pipeline?.index !== 'function') throw invalidOption('pipeline', 'a pipeline', pipeline);
  if (typeof checkpoint?.write !== 'function')
    throw invalidOption(
      'checkpoint',
      'a checkpoint',
      checkpoint,
      'Use createRedisCheckpoint({ connection, name }).',
    );
  if (typeof toImage !== 'function')
    throw invalidOption('toImage', 'a function that turns a reference into a picture', toImage);
  const whole = { min: 1, integer: true };
  return {
    name: checkString('name', options.name),
    prefix,
    concurrency: checkNumber('concurrency', options.concurrency, { ...whole, max: 256, fallback: 2 }),
    lockDuration: checkNumber('lockDuration', options.lockDuration, { ...whole, min: 100, fallback: 30_000 }),
    maxTakeovers: checkNumber('maxTakeovers', options.maxTakeovers, { ...whole, min: 0, fallback: 3 }),
    maxFailureRate: checkNumber('maxFailureRate', options.maxFailureRate, { min: 0, max: 1, fallback: 0.5 }),
  };
}
