import { expect, it, vi } from 'vitest';
import { type Admission, createAdmission } from './create-admission.ts';

const nothing = (): void => undefined;
const held = (admission: Admission, deadline?: number) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const call = admission.run({ deadline }, () => promise);
  return { call, resolve };
};

it('takes as many as there may be, refuses the next one, and takes again when one has left', async () => {
  const admission = createAdmission({ maxSearches: 2, deadline: undefined });
  const [first, second] = [held(admission), held(admission)];
  await expect(admission.run({}, async () => 1)).rejects.toMatchObject({
    code: 'QUEUE_FULL',
    retryable: true,
  });
  expect(() => admission.admit({}, nothing)).toThrow(/2 searches are underway/);
  first.resolve();
  await first.call;
  expect(await admission.run({}, async () => 1)).toBe(1);
  second.resolve();
  await second.call;
  expect(admission.stats()).toMatchObject({ running: 0, accepted: 3, refused: 2, failed: 0 });
});

it('counts a place before it is used, for a second, and lets the search in that brings it', async () => {
  vi.useFakeTimers();
  try {
    const admission = createAdmission({ maxSearches: 1, deadline: undefined });
    const released = vi.fn();
    const place = admission.admit({}, released);
    await expect(admission.run({}, async () => 1)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    expect(await admission.run({ place }, async () => 2)).toBe(2);
    expect(released).toHaveBeenCalledTimes(1);
    place.release();
    expect(released).toHaveBeenCalledTimes(1);

    const slow = admission.admit({}, nothing);
    vi.advanceTimersByTime(1001);
    const { call, resolve } = held(admission);
    await expect(admission.run({ place: slow }, async () => 1)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    resolve();
    await call;
    const strange = { release: nothing };
    await expect(admission.run({ place: strange }, async () => 1)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
  } finally {
    vi.useRealTimers();
  }
});

/** A server that answers one search every `pace` milliseconds, in order: what Little's law is about. */
async function flood(pace: number, deadline: number, arrivalsAMillisecond: number) {
  vi.useFakeTimers();
  try {
    const admission = createAdmission({ maxSearches: 1000, deadline });
    let free = performance.now();
    let answered = 0;
    let latest = 0;
    const tasks: Promise<void>[] = [];
    for (let at = 0; at < 20_000; at += 10) {
      for (let each = 0; each < arrivalsAMillisecond * 10; each++) {
        const begin = performance.now();
        const task = admission
          .run({}, async () => {
            free = Math.max(free, performance.now()) + pace;
            await new Promise((resolve) => setTimeout(resolve, free - performance.now()));
          })
          .then(
            () => {
              answered++;
              // The pace is known by then.
              if (at > 8000) latest = Math.max(latest, performance.now() - begin);
            },
            () => undefined,
          );
        tasks.push(task);
      }
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.runAllTimersAsync();
    await Promise.all(tasks);
    return { answered, latest, stats: admission.stats() };
  } finally {
    vi.useRealTimers();
  }
}

it.each([
  [20, 2000],
  [5, 1000],
  [100, 2000],
])(
  'answers in time whatever it takes, at %d ms each and a deadline of %d, and stands never still',
  async (pace, deadline) => {
    const { answered, latest, stats } = await flood(pace, deadline, 10 / pace);
    expect(latest).toBeLessThanOrEqual(deadline);
    expect(latest).toBeGreaterThan(deadline * 0.3);
    expect(answered).toBeGreaterThanOrEqual((20_000 / pace) * 0.99);
    expect(stats.refused).toBeGreaterThan(0);
  },
);

it('always lets a few in, so that a pace of another hour is forgotten', async () => {
  vi.useFakeTimers();
  try {
    const admission = createAdmission({ maxSearches: 100, deadline: 1000 });
    const searches = async (times: number, duration: number) => {
      for (let each = 0; each < times; each++) {
        const four = [1, 2, 3, 4].map(() =>
          admission.run({}, () => new Promise<void>((resolve) => setTimeout(resolve, duration))),
        );
        await vi.advanceTimersByTimeAsync(duration);
        await Promise.all(four);
      }
    };
    await searches(80, 900);
    expect(admission.stats().limit).toBe(4);
    await searches(200, 4);
    expect(admission.stats().limit).toBe(100);
    await searches(80, 900);
    expect(admission.stats().limit).toBe(4);
    await vi.advanceTimersByTimeAsync(300_001);
    expect(admission.stats().limit).toBe(64);
  } finally {
    vi.useRealTimers();
  }
});

it('learns nothing from a search that has the machine to itself', async () => {
  vi.useFakeTimers();
  try {
    const admission = createAdmission({ maxSearches: 100, deadline: 1000 });
    for (let each = 0; each < 200; each++) {
      const alone = admission.run({}, () => new Promise<void>((resolve) => setTimeout(resolve, 100)));
      await vi.advanceTimersByTimeAsync(100);
      await alone;
    }
    expect(admission.stats().limit).toBe(64);
  } finally {
    vi.useRealTimers();
  }
});
