import { describe, expect, it, vi } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { createBatcher } from './create-batcher.ts';

/** A run that waits until it is let go, and remembers what it got. */
function createGate() {
  const batches: number[][] = [];
  const held: (() => void)[] = [];
  return {
    batches,
    run: async (items: readonly number[]) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => held.push(resolve));
      return items.map((item) => item * 10);
    },
    async letGo(count = 1) {
      for (let each = 0; each < count; each++) {
        await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
        held.shift()?.();
        await settle();
      }
    },
  };
}
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    (error) => (ImageSearchError.isInstance(error) ? error.code : error),
  );

describe('gathering', () => {
  it('starts at once when idle, and takes all that waits when a run is free', async () => {
    const gate = createGate();
    const batcher = createBatcher({ name: 'test', run: gate.run, maxBatchSize: 3, concurrency: 1 });
    const first = batcher.submit(1);
    await settle();
    expect(gate.batches).toEqual([[1]]);
    const rest = [2, 3, 4, 5].map((item) => batcher.submit(item));
    expect(batcher.waiting).toBe(4);
    await gate.letGo(3);
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40, 50]);
    expect(gate.batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('puts what arrives in one turn into one batch', async () => {
    const run = vi.fn(async (items: readonly number[]) => [...items]);
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 8 });
    await Promise.all([1, 2, 3].map((item) => batcher.submit(item)));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('never has more runs at once than allowed', async () => {
    let at = 0;
    let most = 0;
    const run = async (items: readonly number[]) => {
      most = Math.max(most, ++at);
      await settle();
      at--;
      return [...items];
    };
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 1, concurrency: 2 });
    await Promise.all(Array.from({ length: 9 }, (_, item) => batcher.submit(item)));
    expect(most).toBe(2);
  });

  it('lets interactive items overtake bulk ones, in batches of their own', async () => {
    const gate = createGate();
    const batcher = createBatcher({ name: 'test', run: gate.run, maxBatchSize: 4, concurrency: 1 });
    const all = [batcher.submit(1, { priority: 'bulk' })];
    await settle();
    for (const item of [2, 3]) all.push(batcher.submit(item, { priority: 'bulk' }));
    for (const item of [8, 9]) all.push(batcher.submit(item));
    await gate.letGo(3);
    await Promise.all(all);
    expect(gate.batches).toEqual([[1], [8, 9], [2, 3]]);
  });

  it('keeps to the smallest batch that a member asked for', async () => {
    const gate = createGate();
    const batcher = createBatcher({ name: 'test', run: gate.run, maxBatchSize: 8, concurrency: 1 });
    const all = [1, 2, 3].map((item) => batcher.submit(item, { batchSize: 2 }));
    await gate.letGo(2);
    await Promise.all(all);
    expect(gate.batches).toEqual([[1, 2], [3]]);
  });

  it('lingers only where it was told to, until a batch is full, the time is over, or it is hurried', async () => {
    const run = vi.fn(async (items: readonly number[]) => [...items]);
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 2, linger: 40 });
    const alone = batcher.submit(1);
    await settle();
    expect(run).not.toHaveBeenCalled();
    await Promise.all([alone, batcher.submit(2)]);
    expect(run).toHaveBeenCalledTimes(1);
    await batcher.submit(3);
    expect(run).toHaveBeenCalledTimes(2);
    const hurried = batcher.submit(4);
    await settle();
    const before = performance.now();
    batcher.hurry();
    await hurried;
    expect(performance.now() - before).toBeLessThan(20);
  });
});

describe('stopping', () => {
  it('releases an aborted caller at once and drops his item if it waits', async () => {
    const gate = createGate();
    const batcher = createBatcher({ name: 'test', run: gate.run, maxBatchSize: 1, concurrency: 1 });
    const running = new AbortController();
    const waiting = new AbortController();
    const first = batcher.submit(1, { signal: running.signal });
    const second = batcher.submit(2, { signal: waiting.signal });
    const third = batcher.submit(3);
    await settle();
    waiting.abort();
    running.abort(new Error('left'));
    await expect(second).rejects.toMatchObject({ code: 'ABORTED', name: 'AbortError' });
    await expect(first).rejects.toMatchObject({ code: 'ABORTED', cause: new Error('left') });
    await gate.letGo(2);
    expect(await third).toBe(30);
    expect(gate.batches).toEqual([[1], [3]]);
  });

  it('tells the run only when every caller of the batch has gone', async () => {
    const signals: AbortSignal[] = [];
    const held = Promise.withResolvers<void>();
    const run = async (items: readonly number[], { signal }: { signal?: AbortSignal | undefined }) => {
      signals.push(signal as AbortSignal);
      await held.promise;
      return [...items];
    };
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 2 });
    const [a, b] = [new AbortController(), new AbortController()];
    const calls = [a, b].map(({ signal }, item) => codeOf(batcher.submit(item, { signal })));
    await settle();
    a.abort();
    expect(signals[0]?.aborted).toBe(false);
    b.abort();
    expect(signals[0]?.aborted).toBe(true);
    held.resolve();
    expect(await Promise.all(calls)).toEqual(['ABORTED', 'ABORTED']);
  });

  it('refuses overdue items before their work begins', async () => {
    const gate = createGate();
    const batcher = createBatcher({ name: 'test', run: gate.run, maxBatchSize: 1, concurrency: 1 });
    const first = batcher.submit(1);
    const late = codeOf(batcher.submit(2, { deadline: Date.now() + 5 }));
    await new Promise((resolve) => setTimeout(resolve, 10));
    await gate.letGo();
    await first;
    expect(await late).toBe('TIMEOUT');
    expect(await codeOf(batcher.submit(3, { deadline: Date.now() - 1 }))).toBe('TIMEOUT');
    expect(gate.batches).toEqual([[1]]);
  });

  it('refuses what does not fit in the queue', async () => {
    const gate = createGate();
    const batcher = createBatcher({
      name: 'test',
      run: gate.run,
      maxBatchSize: 1,
      concurrency: 1,
      maxWaiting: 1,
    });
    const first = batcher.submit(1);
    await settle();
    const second = batcher.submit(2);
    await expect(batcher.submit(3)).rejects.toMatchObject({ code: 'QUEUE_FULL', retryable: true });
    await gate.letGo(2);
    expect(await Promise.all([first, second])).toEqual([10, 20]);
  });

  it('closes when all that it took has been answered', async () => {
    const gate = createGate();
    const batcher = createBatcher({
      name: 'test',
      run: gate.run,
      maxBatchSize: 1,
      concurrency: 1,
      linger: 1000,
    });
    const all = [batcher.submit(1), batcher.submit(2)];
    let closed = false;
    const closing = batcher.close().then(() => {
      closed = true;
    });
    expect(await codeOf(batcher.submit(3))).toBe('CLOSED');
    await gate.letGo(1);
    expect(closed).toBe(false);
    await gate.letGo(1);
    await closing;
    expect(await Promise.all(all)).toEqual([10, 20]);
    await batcher.close();
  });
});

describe('failures', () => {
  const failing = (code: 'INFERENCE_FAILED' | 'MODEL_CORRUPT' | 'OUT_OF_MEMORY') =>
    vi.fn(async (items: readonly number[]) => {
      if (items.includes(13)) throw new ImageSearchError({ code, message: 'unlucky' });
      return items.map((item) => item * 10);
    });

  it('halves a failed batch until only the culprit fails', async () => {
    const run = failing('INFERENCE_FAILED');
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 8 });
    const items = [10, 11, 12, 13, 14, 15, 16, 17];
    const codes = await Promise.all(items.map((item) => batcher.submit(item).catch(({ code }) => code)));
    expect(codes).toEqual([100, 110, 120, 'INFERENCE_FAILED', 140, 150, 160, 170]);
    expect(run.mock.calls.map(([batch]) => batch.length)).toEqual([8, 4, 2, 2, 1, 1, 4]);
  });

  it('halves when memory runs out, and fails when one item is too many', async () => {
    const run = failing('OUT_OF_MEMORY');
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 8 });
    const codes = await Promise.all([12, 13].map((item) => codeOf(batcher.submit(item))));
    expect(codes).toEqual(['fulfilled', 'OUT_OF_MEMORY']);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('does not halve where a smaller batch would meet the same error', async () => {
    const run = failing('MODEL_CORRUPT');
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 8 });
    const codes = await Promise.all([12, 13].map((item) => codeOf(batcher.submit(item))));
    expect(codes).toEqual(['MODEL_CORRUPT', 'MODEL_CORRUPT']);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('gives foreign errors a code, and notices an answer too few', async () => {
    const broken = createBatcher({
      name: 'embedder x',
      run: async (): Promise<number[]> => Promise.reject(new RangeError('boom')),
      maxBatchSize: 1,
    });
    await expect(broken.submit(1)).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
      message: 'The embedder x failed: boom',
    });
    const short = createBatcher({
      name: 'short',
      run: async () => [1],
      maxBatchSize: 2,
      isolates: () => false,
    });
    const codes = await Promise.all([codeOf(short.submit(1)), codeOf(short.submit(2))]);
    expect(codes).toEqual(['INFERENCE_FAILED', 'INFERENCE_FAILED']);
  });
});
