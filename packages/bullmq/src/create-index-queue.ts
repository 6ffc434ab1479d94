import {
  abortable,
  type CallOptions,
  type Checkpoint,
  checkKeys,
  checkNumber,
  checkString,
  invalidOption,
  type Logger,
  silentLogger,
  throwIfStopped,
  toImageSearchError,
} from '@imgsearch/core';
import type { ConnectionOptions, Queue } from 'bullmq';
import type { IndexJobData, IndexJobResult, JobProduct, Json } from './job-product.ts';
import { loadBullMq } from './load-bullmq.ts';
import { type IndexQueueReport, type QueueJobs, queueReport, readJobs } from './queue-report.ts';
import { type Shard, shardProducts } from './shard-products.ts';
import { withLimit } from './with-limit.ts';

export interface IndexQueueOptions {
  /** Of the queue; workers name the same. One catalogue, one queue. */
  readonly name: string;
  /** BullMQ's own: options, or a client of the host's, which he closes. */
  readonly connection: ConnectionOptions;
  /** The one that the workers have, for the report. */
  readonly checkpoint: Checkpoint;
  /** Before BullMQ's keys. Default `bull`. */
  readonly prefix?: string | undefined;
  /** Default 32. */
  readonly productsPerJob?: number | undefined;
  /** Jobs that may wait in Redis; the source is not read further while there are more. Default 1000. */
  readonly maxWaiting?: number | undefined;
  /** Tries of a job whose run failed as a whole, with a delay that doubles from one second. Default 8. */
  readonly attempts?: number | undefined;
  /** Milliseconds that Redis may take for one command, a restart of its own among them. Default 60,000. */
  readonly timeout?: number | undefined;
  readonly logger?: Logger | undefined;
}

export interface AddOptions extends CallOptions {
  /**
   * Name of this pass over the source. Added again under the same name, a job that Redis still knows is not made a
   * second time. Default: the time, so that every call is a pass of its own.
   */
  readonly run?: string | undefined;
}

export interface FinishedOptions extends CallOptions {
  readonly onProgress?: ((jobs: QueueJobs) => void) | undefined;
  /** Milliseconds between two looks. Default 500. */
  readonly interval?: number | undefined;
}

/** The producer's side of a catalogue's queue. */
export interface IndexQueue {
  /** BullMQ's own, for whatever else it can do. */
  readonly queue: Queue<IndexJobData, IndexJobResult>;
  /**
   * Reads the source to its end and makes jobs of it, no faster than they are worked off.
   * @throws ImageSearchError SOURCE_FAILED, INVALID_OPTIONS, STORE_UNAVAILABLE, ABORTED; jobs that were made stay
   */
  add<R extends Json = string>(
    products: Iterable<JobProduct<R>> | AsyncIterable<JobProduct<R>>,
    options?: AddOptions,
  ): Promise<{ readonly products: number; readonly jobs: number }>;
  /** Where the jobs are, now. */
  progress(): Promise<QueueJobs>;
  /** Resolves when no job waits, is delayed or being worked on. */
  finished(options?: FinishedOptions): Promise<IndexQueueReport>;
  /** What the checkpoint knows, and the jobs that failed as a whole. */
  report(options?: CallOptions): Promise<IndexQueueReport>;
  /** Puts jobs that failed as a whole back, with all their tries. */
  retryFailed(): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Jobs in one command to Redis. */
const BULK = 20;
/** Milliseconds between two looks whether there is room. */
const LOOK = 200;

/**
 * Makes jobs of a catalogue, for workers of any number and place (`createIndexWorker`), on BullMQ.
 * @throws ImageSearchError INVALID_OPTIONS, UNSUPPORTED without BullMQ
 * @example
 * const connection = { host: 'localhost', port: 6379 };
 * const checkpoint = createRedisCheckpoint({ connection, name: 'shop' });
 * const queue = await createIndexQueue({ name: 'shop', connection, checkpoint });
 * await queue.add([{ id: 'p1', images: ['https://example.com/p1.jpg'] }], { run: '2026-11-25' });
 * const { pictures, failures } = await queue.finished();
 */
export async function createIndexQueue(options: IndexQueueOptions): Promise<IndexQueue> {
  checkKeys('options', options, [
    ...['name', 'connection', 'checkpoint', 'prefix', 'productsPerJob', 'maxWaiting', 'attempts', 'timeout'],
    'logger',
  ]);
  const { connection, checkpoint, prefix = 'bull', logger = silentLogger } = options;
  const name = checkString('name', options.name);
  if (typeof connection !== 'object' || connection === null)
    throw invalidOption('connection', 'options of a Redis connection, or a client', connection);
  if (typeof checkpoint?.entries !== 'function')
    throw invalidOption(
      'checkpoint',
      'a checkpoint',
      checkpoint,
      'Use createRedisCheckpoint({ connection, name }).',
    );
  const whole = { min: 1, integer: true };
  const productsPerJob = checkNumber('productsPerJob', options.productsPerJob, {
    ...whole,
    max: 10_000,
    fallback: 32,
  });
  const maxWaiting = checkNumber('maxWaiting', options.maxWaiting, { ...whole, fallback: 1000 });
  const limit = checkNumber('timeout', options.timeout, { min: 1, max: 2 ** 31 - 1, fallback: 60_000 });
  const attempts = checkNumber('attempts', options.attempts, { ...whole, fallback: 8 });

  const { Queue } = await loadBullMq();
  const queue = new Queue<IndexJobData, IndexJobResult>(name, {
    connection,
    prefix,
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
      // What is done is in the checkpoint; the last jobs stay to be looked at, and to be known when added again.
      removeOnComplete: { count: 10_000 },
    },
  });
  queue.on('error', (error) => logger.warn(`The queue "${name}" lost Redis.`, error));

  const redis = async <T>(work: Promise<T>, call?: CallOptions): Promise<T> => {
    try {
      return await abortable(withLimit(work, limit), call?.signal);
    } catch (error) {
      throw toImageSearchError(
        error,
        'STORE_UNAVAILABLE',
        `Redis, which holds the queue "${name}", failed`,
        'When Redis is back, add the products again under the same "run": what is known is not added twice.',
      );
    }
  };

  async function waitForRoom(call: CallOptions): Promise<void> {
    for (;;) {
      throwIfStopped(call);
      const waiting = await redis(queue.getJobCountByTypes('waiting', 'delayed', 'prioritized'), call);
      if (waiting < maxWaiting) return;
      await pause(LOOK, call);
    }
  }

  async function addShards(shards: readonly Shard[], run: string, call: CallOptions): Promise<void> {
    if (shards.length === 0) return;
    await waitForRoom(call);
    const jobs = shards.map(({ hash, products }) => ({
      name: 'index',
      data: { products },
      opts: { jobId: `${run}-${hash}` },
    }));
    await redis(queue.addBulk(jobs), call);
  }

  const progress = (): Promise<QueueJobs> => redis(readJobs(queue));
  const report = (call: CallOptions = {}): Promise<IndexQueueReport> => queueReport(queue, checkpoint, call);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= queue.close();
    return closing;
  };

  return {
    queue,
    async add(products, { run = new Date().toISOString(), ...call } = {}) {
      // BullMQ keeps colons for itself.
      const pass = checkString('run', run).replaceAll(':', '.');
      const added = { products: 0, jobs: 0 };
      let shards: Shard[] = [];
      for await (const shard of shardProducts(products, productsPerJob, call)) {
        added.products += shard.products.length;
        added.jobs++;
        shards.push(shard);
        if (shards.length < Math.min(BULK, maxWaiting)) continue;
        await addShards(shards, pass, call);
        shards = [];
      }
      await addShards(shards, pass, call);
      return added;
    },
    progress,
    async finished({ onProgress, interval = 500, ...call } = {}) {
      checkNumber('interval', interval, { min: 1 });
      for (;;) {
        throwIfStopped(call);
        const jobs = await redis(readJobs(queue), call);
        onProgress?.(jobs);
        if (jobs.waiting + jobs.active + jobs.delayed === 0) return report(call);
        await pause(interval, call);
      }
    },
    report,
    retryFailed: () => redis(queue.retryJobs({ state: 'failed' })),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const pause = (milliseconds: number, { signal }: CallOptions): Promise<void> =>
  abortable(new Promise((resolve) => setTimeout(resolve, milliseconds)), signal);
