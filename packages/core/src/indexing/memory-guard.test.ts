import { expect, it } from 'vitest';
import { createMemoryGuard } from './memory-guard.ts';
import { createSlots } from './slots.ts';

const setUp = (budget: number | undefined) => {
  const { signal, abort } = ((controller) => ({
    signal: controller.signal,
    abort: () => controller.abort(),
  }))(new AbortController());
  const slots = createSlots(64, signal);
  const held = { memory: 0, pressed: 0 };
  const guard = createMemoryGuard(budget, {
    memory: () => held.memory,
    slots,
    signal,
    onPressure: () => held.pressed++,
  });
  return { guard, slots, held, abort };
};

it('lets in whatever comes without a budget', async () => {
  const { guard, held, slots } = setUp(undefined);
  held.memory = 1e12;
  await guard.admit(0);
  expect(slots.count).toBe(64);
});

it('has half as many in flight near the budget, and half of that again as long as memory grows', async () => {
  const { guard, held, slots } = setUp(1000);
  held.memory = 800;
  await guard.admit(0);
  expect([slots.count, held.pressed]).toEqual([64, 0]);
  held.memory = 860;
  await guard.admit(0);
  await guard.admit(0);
  expect([slots.count, held.pressed]).toEqual([32, 1]);
  held.memory = 960;
  await guard.admit(0);
  expect([slots.count, held.pressed]).toEqual([16, 2]);
});

it('lets nothing in beyond the budget until enough has left', async () => {
  const { guard, held, slots } = setUp(1000);
  await slots.take();
  held.memory = 1200;
  let admitted = false;
  const waiting = guard.admit(0).then(() => {
    admitted = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(admitted).toBe(false);
  held.memory = 700;
  await waiting;
});

it('says so when the budget cannot be kept, and nothing when the run is over', async () => {
  const { guard, held } = setUp(100 * 2 ** 20);
  held.memory = 130 * 2 ** 20;
  await expect(guard.admit(0)).rejects.toMatchObject({
    code: 'OUT_OF_MEMORY',
    message: expect.stringMatching(/130 MB with no picture in flight; the budget is 100 MB/),
  });
  const over = setUp(1);
  over.held.memory = 2;
  over.abort();
  await over.guard.admit(0);
});
