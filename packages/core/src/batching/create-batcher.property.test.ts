import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { Priority } from '../spec/call-options.ts';
import { createBatcher } from './create-batcher.ts';
import { createTurns } from './create-turns.ts';

interface Arrival {
  readonly at: number;
  readonly caller: number;
  readonly priority: Priority;
  /** Milliseconds after its arrival at which its caller goes. */
  readonly leavesAfter: number | undefined;
  readonly poisoned: boolean;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  at: fc.integer({ min: 0, max: 200 }),
  caller: fc.integer({ min: 0, max: 5 }),
  priority: fc.constantFrom('interactive', 'bulk'),
  leavesAfter: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 4 }),
  poisoned: fc.nat(9).map((one) => one === 0),
});
const machine = fc.record({
  maxBatchSize: fc.integer({ min: 1, max: 9 }),
  concurrency: fc.integer({ min: 1, max: 3 }),
  fixed: fc.integer({ min: 0, max: 30 }),
  perItem: fc.integer({ min: 1, max: 10 }),
});

interface Run {
  readonly items: readonly number[];
  readonly priority: Priority | undefined;
}

/** Everything that arrives, on a clock of its own; every outcome and every run. */
async function play(
  arrivals: readonly Arrival[],
  {
    maxBatchSize,
    concurrency,
    fixed,
    perItem,
  }: { maxBatchSize: number; concurrency: number; fixed: number; perItem: number },
) {
  vi.useFakeTimers();
  try {
    const runs: Run[] = [];
    let running = 0;
    let most = 0;
    const batcher = createBatcher<number, number>({
      name: 'test',
      maxBatchSize,
      concurrency,
      async run(items, { priority }) {
        most = Math.max(most, ++running);
        runs.push({ items, priority });
        await new Promise((resolve) => setTimeout(resolve, fixed + perItem * items.length));
        running--;
        if (items.some((item) => arrivals[item]?.poisoned))
          throw new ImageSearchError({ code: 'INFERENCE_FAILED', message: 'poison' });
        return items.map((item) => item * 10);
      },
    });
    const outcomes: unknown[] = [];
    const started = performance.now();
    const calls = arrivals.map(async ({ at, caller, priority, leavesAfter }, item) => {
      await new Promise((resolve) => setTimeout(resolve, at));
      const gone = new AbortController();
      if (leavesAfter !== undefined) setTimeout(() => gone.abort(), leavesAfter);
      outcomes[item] = await batcher
        .submit(item, { caller, priority, signal: gone.signal })
        .catch(({ code }: ImageSearchError) => code);
    });
    await vi.runAllTimersAsync();
    await Promise.all(calls);
    const elapsed = performance.now() - started;
    const closed = batcher.close();
    await vi.runAllTimersAsync();
    await closed;
    return { outcomes, runs, most, elapsed, stats: batcher.stats() };
  } finally {
    vi.useRealTimers();
  }
}

describe('whatever arrives', () => {
  it('every caller gets his own answer or his own fate, in batches that keep every bound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 40 }), machine, async (arrivals, how) => {
        const { outcomes, runs, most, stats } = await play(arrivals, how);
        expect(most).toBeLessThanOrEqual(how.concurrency);
        for (const [item, { poisoned, leavesAfter, priority }] of arrivals.entries()) {
          const mine = runs.filter(({ items }) => items.includes(item));
          const allowed: unknown[] = [poisoned ? 'INFERENCE_FAILED' : item * 10];
          if (leavesAfter !== undefined) allowed.push('ABORTED');
          expect(allowed).toContain(outcomes[item]);
          // Nobody's work is done twice but for the sake of a failure; what is left before it began is never done.
          if (!arrivals.some((each) => each.poisoned)) expect(mine.length).toBeLessThanOrEqual(1);
          if (outcomes[item] !== 'ABORTED') expect(mine.length).toBeGreaterThan(0);
          expect(mine.every((run) => run.priority === priority)).toBe(true);
        }
        for (const { items } of runs) expect(items.length).toBeLessThanOrEqual(how.maxBatchSize);
        expect(stats).toMatchObject({ running: 0, waiting: { interactive: 0, bulk: 0 }, refused: 0 });
        expect(stats.runs).toBe(runs.length);
      }),
      { numRuns: 150 },
    );
  });

  it('callers who wait are served alike, however much each has brought', async () => {
    const crowd = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(crowd, machine, async (amounts, { maxBatchSize, concurrency }) => {
        const order: number[] = [];
        const batcher = createBatcher<number, number>({
          name: 'test',
          maxBatchSize,
          concurrency,
          async run(callers) {
            order.push(...callers);
            return callers;
          },
        });
        const items = amounts.flatMap((amount, caller) => Array.from({ length: amount }, () => caller));
        await Promise.all(items.map((caller) => batcher.submit(caller, { caller })));
        const served = amounts.map(() => 0);
        for (const caller of order) {
          served[caller]!++;
          const waiting = served.filter((count, at) => count < amounts[at]!);
          expect(served[caller]).toBeLessThanOrEqual(Math.min(...waiting) + 1);
        }
        expect(served).toEqual(amounts);
      }),
      { numRuns: 100 },
    );
  });

  it('waiting for more costs nobody more than the fixed cost of a run', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 40 }), machine, async (some, how) => {
        const arrivals = some.map((each) => ({ ...each, leavesAfter: undefined, poisoned: false }));
        const { elapsed } = await play(arrivals, how);
        const last = Math.max(...arrivals.map(({ at }) => at));
        // One by one, each after the longest wait there may be (learnt by least squares, hence some slack).
        const worst = arrivals.length * (2 * how.fixed + how.perItem + 2);
        expect(elapsed).toBeLessThanOrEqual(last + worst);
      }),
      { numRuns: 100 },
    );
  });
});

describe('waiting for more', () => {
  /** Arrivals in steps of `gap`, on a machine on which a run costs 40 ms and 2 ms an item. */
  const stream = (gap: number, count: number): Arrival[] =>
    Array.from({ length: count }, (_, item) => ({
      at: item * gap,
      caller: item,
      priority: 'interactive',
      leavesAfter: undefined,
      poisoned: false,
    }));
  const costly = { maxBatchSize: 8, concurrency: 2, fixed: 40, perItem: 2 };

  it('pays in a dense stream: fewer runs than without', async () => {
    const { stats } = await play(stream(5, 400), costly);
    expect(stats.batchSize).toBeGreaterThan(5);
  });

  it('never happens on an idle model', async () => {
    const { stats } = await play(stream(100, 40), costly);
    expect(stats.batchSize).toBe(1);
    expect(stats.wait.max).toBeLessThanOrEqual(1);
  });

  it('never happens where a run has no fixed cost', async () => {
    const { stats } = await play(stream(2, 400), { ...costly, fixed: 0, concurrency: 1 });
    expect(stats.wait.p50).toBeLessThanOrEqual(2 * 8);
  });
});

describe('bulk work', () => {
  it('keeps moving under a stream of interactive work that never ends', async () => {
    const order: (Priority | undefined)[] = [];
    let searching = true;
    const batcher = createBatcher<number, number>({
      name: 'test',
      maxBatchSize: 1,
      concurrency: 1,
      async run(items, { priority }) {
        order.push(priority);
        return [...items];
      },
    });
    const search = async (): Promise<void> => {
      while (searching) await batcher.submit(0);
    };
    const searches = [search(), search(), search()];
    await Promise.all([1, 2, 3].map((item) => batcher.submit(item, { priority: 'bulk' })));
    searching = false;
    await Promise.all(searches);
    expect(order.filter((each) => each === 'bulk')).toHaveLength(3);
    const first = order.indexOf('bulk');
    const last = order.lastIndexOf('bulk');
    expect(first).toBeLessThanOrEqual(8);
    expect(last - first).toBe(18);
  });
});

describe('shared places', () => {
  it('are never exceeded by the models together, and the oldest work goes first', async () => {
    const turns = createTurns(1);
    const order: string[] = [];
    let running = 0;
    const model = (name: string) =>
      createBatcher<string, string>({
        name,
        turns,
        maxBatchSize: 4,
        async run(items) {
          expect(++running).toBe(1);
          order.push(...items);
          await new Promise((resolve) => setTimeout(resolve, 2));
          running--;
          return items;
        },
      });
    const [a, b] = [model('a'), model('b')];
    const calls: Promise<string>[] = [a.submit('a0')];
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const [batcher, item, priority] of [
      [a, 'a-bulk', 'bulk'],
      [b, 'b1', 'interactive'],
      [a, 'a1', 'interactive'],
      [b, 'b2', 'interactive'],
    ] as const)
      calls.push(batcher.submit(item, { priority }));
    await Promise.all(calls);
    expect(order).toEqual(['a0', 'b1', 'b2', 'a1', 'a-bulk']);
    await Promise.all([a.close(), b.close()]);
  });
});

describe('a lost worker', () => {
  const lost = () =>
    new ImageSearchError({ code: 'INFERENCE_FAILED', message: 'the worker ended', retryable: true });

  it('costs its calls one more try', async () => {
    const run = vi.fn(async (items: readonly number[]) => items.map((item) => item * 10));
    run.mockRejectedValueOnce(lost());
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 4 });
    expect(await batcher.submit(1)).toBe(10);
    run.mockRejectedValueOnce(lost());
    expect(await Promise.all([2, 3, 4].map((item) => batcher.submit(item)))).toEqual([20, 30, 40]);
  });

  it('is not tried a third time, and what is no accident not even twice', async () => {
    const run = vi.fn(async (): Promise<number[]> => Promise.reject(lost()));
    const batcher = createBatcher({ name: 'test', run, maxBatchSize: 4 });
    await expect(batcher.submit(1)).rejects.toMatchObject({ code: 'INFERENCE_FAILED', retryable: true });
    expect(run).toHaveBeenCalledTimes(2);
    run.mockRejectedValue(new ImageSearchError({ code: 'INFERENCE_FAILED', message: 'a bad picture' }));
    await expect(batcher.submit(1)).rejects.toMatchObject({ message: 'a bad picture' });
    expect(run).toHaveBeenCalledTimes(3);
  });
});
