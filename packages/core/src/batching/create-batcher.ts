import { abortError, throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import type { CallOptions, Priority } from '../spec/call-options.ts';

export interface BatcherOptions<Item, Answer> {
  /** What is being run, for error messages, e.g. `embedder clip-vit-b-32`. */
  readonly name: string;
  /** All-or-nothing: one answer an item, in order. The signal fires when every caller of the batch has gone. */
  run(items: readonly Item[], options: CallOptions): Promise<readonly Answer[]>;
  /** Items in one run. */
  readonly maxBatchSize: number;
  /** Runs at once. Default 2: while one computes, the next is being prepared. */
  readonly concurrency?: number | undefined;
  /** Items of each priority that may wait; one more is refused with QUEUE_FULL. Default 1024. */
  readonly maxWaiting?: number | undefined;
  /** Milliseconds that a batch may wait to be full. Default 0: nothing waits while a run is free. */
  readonly linger?: number | undefined;
  /** Whether a failed batch of several is halved and run again, so that only the culprit fails. */
  readonly isolates?: ((error: unknown) => boolean) | undefined;
}

export interface SubmitOptions extends CallOptions {
  /** The item's caller wants no larger batch than this. */
  readonly batchSize?: number | undefined;
}

/** Gathers single items of many callers into batches. */
export interface Batcher<Item, Answer> {
  /** Items that have not been started. */
  readonly waiting: number;
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
  /** Called when the caller has gone while a run holds the item. */
  onGone?: (() => void) | undefined;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Errors that a smaller batch would meet again. */
const HOPELESS: ReadonlySet<string> = new Set([
  'ABORTED',
  'CLOSED',
  'UNSUPPORTED',
  'MODEL_NOT_FOUND',
  'MODEL_CORRUPT',
  'MODEL_MISMATCH',
  'PROVIDER_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'STORE_UNAUTHORIZED',
  'STORE_MISMATCH',
]);
const mayBeOneItem = (error: unknown): boolean =>
  !(ImageSearchError.isInstance(error) && HOPELESS.has(error.code));

/**
 * Greedy continuous batching: as soon as a run is free it takes what waits, up to `maxBatchSize`. Items that
 * arrive in one turn of the event loop travel together; otherwise nothing waits on an idle model, and batches
 * grow by themselves when it is busy. Interactive items go before bulk ones and share no batch with them: a
 * shopper does not wait for 31 catalogue pictures. An aborted caller is released at once; an item still waiting is
 * dropped, one already running finishes unheard.
 * @example
 * const embedding = createBatcher({
 *   name: 'embedder',
 *   run: (images: readonly RasterImage[], options) => embedder.embedImages(images, options),
 *   maxBatchSize: embedder.info.maxBatchSize,
 * });
 * const vector = await embedding.submit(image, { priority: 'bulk' });
 */
export function createBatcher<Item, Answer>(options: BatcherOptions<Item, Answer>): Batcher<Item, Answer> {
  const {
    name,
    maxBatchSize,
    concurrency = 2,
    maxWaiting = 1024,
    linger = 0,
    isolates = mayBeOneItem,
  } = options;
  type Waiting = Entry<Item, Answer>;
  const queues: Record<Priority, Set<Waiting>> = { interactive: new Set(), bulk: new Set() };
  let running = 0;
  let scheduled = false;
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
      if (queue.size >= maxWaiting) throw fullError(name, maxWaiting);
      const settle = (act: () => void): void => {
        if (entry.settled) return;
        entry.settled = true;
        signal?.removeEventListener('abort', onAbort);
        act();
      };
      const onAbort = (): void => {
        settle(() => reject(abortError(signal as AbortSignal)));
        queue.delete(entry);
        entry.onGone?.();
        finishIfIdle();
      };
      const entry: Waiting = {
        item,
        options: submitted,
        since: Date.now(),
        settled: false,
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) => settle(() => reject(error)),
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.add(entry);
      schedule();
    });
  }

  function schedule(): void {
    if (scheduled || running >= concurrency) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      pump();
    });
  }

  function pump(): void {
    while (running < concurrency) {
      const batch = take();
      if (batch.length === 0) break;
      running++;
      void runBatch(batch).finally(() => {
        running--;
        pump();
      });
    }
    finishIfIdle();
  }

  /** The next batch, out of one queue; overdue items are refused on the way. */
  function take(): Waiting[] {
    for (const queue of [queues.interactive, queues.bulk]) {
      if (mustLinger(queue)) continue;
      const batch: Waiting[] = [];
      let room = maxBatchSize;
      for (const entry of queue) {
        room = Math.min(room, entry.options.batchSize ?? room);
        if (batch.length >= room) break;
        queue.delete(entry);
        try {
          throwIfStopped(entry.options);
          batch.push(entry);
        } catch (error) {
          entry.reject(error);
        }
      }
      if (batch.length > 0) return batch;
    }
    return [];
  }

  function mustLinger(queue: Set<Waiting>): boolean {
    const [first] = queue;
    if (linger === 0 || hurried || closing || first === undefined) return false;
    if (queue.size >= Math.min(maxBatchSize, first.options.batchSize ?? maxBatchSize)) return false;
    const left = first.since + linger - Date.now();
    if (left <= 0) return false;
    timer ??= setTimeout(() => {
      timer = undefined;
      pump();
    }, left);
    return true;
  }

  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    const live = batch.filter((entry) => !entry.settled);
    if (live.length === 0) return;
    const everyoneGone = new AbortController();
    for (const entry of live) {
      entry.onGone = () => {
        if (live.every(({ settled }) => settled)) everyoneGone.abort(entry.options.signal?.reason);
      };
    }
    try {
      const answers = await options.run(
        live.map(({ item }) => item),
        { signal: everyoneGone.signal, priority: live[0]!.options.priority ?? 'interactive' },
      );
      if (answers.length !== live.length) throw countError(name, live.length, answers.length);
      for (const [index, entry] of live.entries()) entry.resolve(answers[index]!);
    } catch (error) {
      if (live.length > 1 && isolates(error)) {
        const half = Math.ceil(live.length / 2);
        await runBatch(live.slice(0, half));
        await runBatch(live.slice(half));
        return;
      }
      const reason = toImageSearchError(error, 'INFERENCE_FAILED', `The ${name} failed`);
      for (const entry of live) entry.reject(reason);
    }
  }

  function finishIfIdle(): void {
    if (waiting() === 0) hurried = false;
    if (!closing || running > 0 || waiting() > 0) return;
    if (timer) clearTimeout(timer);
    closing.finish();
  }

  function close(): Promise<void> {
    if (!closing) {
      const { promise, resolve } = Promise.withResolvers<void>();
      closing = { done: promise, finish: resolve };
      pump();
    }
    return closing.done;
  }

  return {
    get waiting() {
      return waiting();
    },
    submit,
    hurry() {
      hurried = waiting() > 0;
      pump();
    },
    close,
  };
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
