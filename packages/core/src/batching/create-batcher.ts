import { abortError, throwIfStopped } from '../errors/abort.ts';
import { isPartFailure } from '../errors/error-code.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { onAbort } from '../errors/on-abort.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import type { CallOptions, Priority } from '../spec/call-options.ts';
import type { QueueStats } from '../spec/serving.ts';
import { createRecentTimes } from '../telemetry/create-recent-times.ts';
import { createBatchCost } from './create-batch-cost.ts';
import { createFairQueue, type FairQueue } from './create-fair-queue.ts';
import { createTurns, type Turns, type TurnTaker } from './create-turns.ts';

/** What a run came to. */
export interface RunOutcome {
  readonly size: number;
  readonly milliseconds: number;
  /** Milliseconds that each item had waited; empty for a run that is repeated. */
  readonly waits: readonly number[];
  /** Undefined where it went well. */
  readonly error: unknown;
}

export interface BatcherOptions<Item, Answer> {
  /** What is being run, for error messages, e.g. `embedder clip-vit-b-32`. */
  readonly name: string;
  /** All-or-nothing: one answer an item, in order. The signal fires when every caller of the batch has gone. */
  run(items: readonly Item[], options: CallOptions): Promise<readonly Answer[]>;
  /** Items in one run. */
  readonly maxBatchSize: number;
  /** Runs at once. Default 2: while one computes, the next is being prepared. */
  readonly concurrency?: number | undefined;
  /** Places that are shared with other batchers, instead of `concurrency`. */
  readonly turns?: Turns | undefined;
  /** Items of each priority that may wait; one more is refused with QUEUE_FULL. Default 1024. */
  readonly maxWaiting?: number | undefined;
  /** Milliseconds that a batch may wait to be full. Default: as long as waiting pays, see below. */
  readonly linger?: number | undefined;
  /** Whether a failed batch of several is halved and run again, so that only the culprit fails. */
  readonly isolates?: ((error: unknown) => boolean) | undefined;
  /** Told of every run. */
  readonly onRun?: ((outcome: RunOutcome) => void) | undefined;
}

export interface SubmitOptions extends CallOptions {
  /** The item's caller wants no larger batch than this. */
  readonly batchSize?: number | undefined;
}

/** Gathers single items of many callers into batches. */
export interface Batcher<Item, Answer> {
  /** Items that have not been started. */
  readonly waiting: number;
  stats(): QueueStats;
  /** @throws ImageSearchError QUEUE_FULL, TIMEOUT, ABORTED, CLOSED, or whatever the run threw */
  submit(item: Item, options?: SubmitOptions): Promise<Answer>;
  /** Starts what waits now, without lingering. */
  hurry(): void;
  /** Takes nothing more and resolves when all that was taken has been answered. Idempotent. */
  close(): Promise<void>;
}

interface Entry<Item, Answer> {
  readonly item: Item;
  readonly options: SubmitOptions;
  readonly since: number;
  settled: boolean;
  /** Whether a run has held it. */
  started: boolean;
  /** Called when the caller has gone while a run holds the item. */
  onGone?: (() => void) | undefined;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Whether a smaller batch may do better: the fault may be one item's. */
const mayBeOneItem = (error: unknown): boolean =>
  !ImageSearchError.isInstance(error) ||
  !(isPartFailure(error.code) || ['ABORTED', 'CLOSED', 'UNSUPPORTED'].includes(error.code));

/** Milliseconds; the weight of an older gap between two arrivals when the next one is seen. */
const FORGETTING = 0.9;

/**
 * Continuous batching: as soon as there is a place for a run it takes what waits, up to `maxBatchSize`. Items that arrive
 * in one turn of the event loop travel together; nothing waits on an idle model, and batches grow by themselves when it
 * is busy. A batch that is not full waits for more only while others run and while that pays: one more item saves the
 * fixed cost of a run of its own, which is learnt from the latest runs, and costs those who wait already the time until
 * it comes; and never longer than that fixed cost.
 *
 * Callers take turns. Interactive items go before bulk ones and share no batch with them: a shopper does not wait for
 * 31 catalogue pictures; yet every ninth run is for bulk work that waits. An aborted caller is released at once; an item
 * still waiting is dropped, one already running finishes unheard.
 * @example
 * const embedding = createBatcher({
 *   name: 'embedder',
 *   run: (images: readonly RasterImage[], options) => embedder.embedImages(images, options),
 *   maxBatchSize: embedder.info.maxBatchSize,
 * });
 * const vector = await embedding.submit(image, { priority: 'bulk' });
 */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): Batcher<Item, Answer> {
  const { name, maxBatchSize, maxWaiting = 1024, linger, isolates = mayBeOneItem } = options;
  const turns = options.turns ?? createTurns(options.concurrency ?? 2);
  type Waiting = Entry<Item, Answer>;
  const queueOf = (): FairQueue<Waiting> => createFairQueue((entry) => entry.options.caller);
  const queues: Readonly<Record<Priority, FairQueue<Waiting>>> = { interactive: queueOf(), bulk: queueOf() };
  const cost = createBatchCost();
  const counts = { runs: 0, items: 0, refused: 0, dropped: 0, failures: 0 };
  const waits = createRecentTimes();
  const durations = createRecentTimes();
  const sizes = createRecentTimes();
  let running = 0;
  /** Milliseconds between two arrivals. */
  let gap = Number.POSITIVE_INFINITY;
  let lastArrival = Number.NEGATIVE_INFINITY;
  /** What waits is not to linger; over when nothing waits. */
  let hurried = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closing: { readonly done: Promise<void>; finish(): void } | undefined;

  const waiting = (): number => queues.interactive.size + queues.bulk.size;

  function submit(item: Item, submitted: SubmitOptions = {}): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (closing) throw closedError(name);
      throwIfStopped(submitted);
      const { signal, priority = 'interactive' } = submitted;
      const queue = queues[priority];
      if (queue.size >= maxWaiting) {
        counts.refused++;
        throw fullError(name, maxWaiting);
      }
      const settle = (act: () => void): void => {
        if (entry.settled) return;
        entry.settled = true;
        stopListening?.();
        act();
      };
      let stopListening: (() => void) | undefined;
      const leave = (): void => {
        settle(() => reject(abortError(signal as AbortSignal)));
        if (queue.delete(entry)) counts.dropped++;
        entry.onGone?.();
        finishIfIdle();
      };
      const entry: Waiting = {
        item,
        options: submitted,
        since: performance.now(),
        settled: false,
        started: false,
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) => settle(() => reject(error)),
      };
      stopListening = signal && onAbort(signal, leave);
      arrived(entry.since);
      queue.add(entry);
      turns.ask();
    });
  }

  function arrived(now: number): void {
    const since = now - lastArrival;
    gap = Number.isFinite(gap) ? gap * FORGETTING + since * (1 - FORGETTING) : since;
    lastArrival = now;
  }

  const taker: TurnTaker = {
    waitingSince(priority) {
      const queue = queues[priority];
      return queue.size === 0 || mustLinger(queue) ? undefined : queue.oldest?.since;
    },
    async start(priority) {
      const batch = take(queues[priority]);
      running++;
      try {
        await runBatch(batch);
      } finally {
        running--;
        finishIfIdle();
      }
    },
  };
  turns.join(taker);

  /** The next batch; overdue items are refused on the way. */
  function take(queue: FairQueue<Waiting>): Waiting[] {
    const batch: Waiting[] = [];
    let room = maxBatchSize;
    for (let entry = queue.next; entry !== undefined; entry = queue.next) {
      room = Math.min(room, entry.options.batchSize ?? room);
      if (batch.length >= room) break;
      queue.delete(entry);
      try {
        throwIfStopped(entry.options);
        waits.add(performance.now() - entry.since);
        batch.push(entry);
      } catch (error) {
        counts.dropped++;
        entry.reject(error);
      }
    }
    return batch;
  }

  function mustLinger(queue: FairQueue<Waiting>): boolean {
    const first = queue.oldest;
    if (hurried || closing || first === undefined) return false;
    if (queue.size >= Math.min(maxBatchSize, first.options.batchSize ?? maxBatchSize)) return false;
    const now = performance.now();
    const left = first.since + (linger ?? patience(queue.size, now)) - now;
    if (left <= 0) return false;
    timer ??= setTimeout(() => {
      timer = undefined;
      turns.dispatch();
    }, Math.ceil(left));
    return true;
  }

  /** Milliseconds that the oldest of so many waiting items may wait for one more. */
  function patience(size: number, now: number): number {
    if (!turns.busy) return 0;
    const expected = Math.max(gap, now - lastArrival);
    return size * expected < cost.fixed ? cost.fixed : 0;
  }

  async function runBatch(batch: readonly Waiting[], again = false): Promise<void> {
    const live = batch.filter((entry) => !entry.settled);
    if (live.length === 0) return;
    const everyoneGone = new AbortController();
    for (const entry of live) {
      entry.onGone = () => {
        if (live.every(({ settled }) => settled)) everyoneGone.abort(entry.options.signal?.reason);
      };
    }
    const begin = performance.now();
    const waited = live.flatMap((entry) => {
      const since = entry.started ? [] : [begin - entry.since];
      entry.started = true;
      return since;
    });
    const tell = (error: unknown): void => {
      const milliseconds = performance.now() - begin;
      counts.runs++;
      counts.items += live.length;
      sizes.add(live.length);
      durations.add(milliseconds);
      if (error === undefined) cost.add(live.length, milliseconds);
      else counts.failures++;
      options.onRun?.({ size: live.length, milliseconds, waits: waited, error });
    };
    try {
      const answers = await options.run(
        live.map(({ item }) => item),
        {
          signal: everyoneGone.signal,
          priority: live[0]!.options.priority ?? 'interactive',
          deadline: latestDeadline(live),
        },
      );
      if (answers.length !== live.length) throw countError(name, live.length, answers.length);
      tell(undefined);
      for (const [index, entry] of live.entries()) entry.resolve(answers[index]!);
    } catch (error) {
      tell(error);
      if (live.length > 1 && isolates(error)) {
        const half = Math.ceil(live.length / 2);
        await runBatch(live.slice(0, half));
        await runBatch(live.slice(half));
        return;
      }
      if (live.length === 1 && !again && wasLost(error)) return runBatch(live, true);
      const reason = toImageSearchError(error, 'INFERENCE_FAILED', `The ${name} failed`);
      for (const entry of live) entry.reject(reason);
    }
  }

  function finishIfIdle(): void {
    if (waiting() === 0) hurried = false;
    if (!closing || running > 0 || waiting() > 0) return;
    clearTimeout(timer);
    turns.leave(taker);
    closing.finish();
  }

  function close(): Promise<void> {
    if (!closing) {
      const { promise, resolve } = Promise.withResolvers<void>();
      closing = { done: promise, finish: resolve };
      turns.dispatch();
      finishIfIdle();
    }
    return closing.done;
  }

  return {
    get waiting() {
      return waiting();
    },
    stats: () => ({
      waiting: { interactive: queues.interactive.size, bulk: queues.bulk.size },
      running,
      ...counts,
      batchSize: sizes.mean(),
      wait: waits.read(),
      run: durations.read(),
    }),
    submit,
    hurry() {
      hurried = waiting() > 0;
      turns.dispatch();
    },
    close,
  };
}

/** Whether the worker that had it is gone: another one may well do it. */
const wasLost = (error: unknown): boolean =>
  ImageSearchError.isInstance(error) && error.code === 'INFERENCE_FAILED' && error.retryable;

/** Of those who share a run, if every one has one. */
function latestDeadline(entries: readonly { readonly options: SubmitOptions }[]): number | undefined {
  const latest = Math.max(...entries.map(({ options }) => options.deadline ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(latest) ? latest : undefined;
}

const closedError = (name: string): ImageSearchError =>
  new ImageSearchError({
    code: 'CLOSED',
    message: `The ${name} was closed and takes nothing more.`,
    hint: 'Create a new pipeline, or close this one later.',
  });

const fullError = (name: string, bound: number): ImageSearchError =>
  new ImageSearchError({
    code: 'QUEUE_FULL',
    message: `${bound} pictures are already waiting for the ${name}.`,
    hint: 'Try again later, send fewer requests at once, or run more processes.',
  });

const countError = (name: string, expected: number, received: number): ImageSearchError =>
  new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The ${name} gave ${received} answers for ${expected} items.`,
    hint: 'An adapter must answer every item of a call, in order.',
  });
