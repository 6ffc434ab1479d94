import { expect, it } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { createBatchSizer } from './create-batch-sizer.ts';

const outOfMemory = () => new ImageSearchError({ code: 'OUT_OF_MEMORY', message: 'no memory' });
/** A call that takes at most so many items, and a caller that sends as many as he may of 32. */
const setUp = (most: () => number) => {
  const sizer = createBatchSizer();
  const sizes: number[] = [];
  const call = sizer.watch(async (items: readonly number[]) => {
    sizes.push(items.length);
    if (items.length > most()) throw outOfMemory();
    return items;
  });
  const send = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++)
      await call(new Array(Math.min(32, sizer.size)).fill(0)).catch(() => undefined);
  };
  return { sizer, sizes, send };
};

it('is without bound as long as nothing goes wrong', async () => {
  const { sizer, sizes, send } = setUp(() => 32);
  await send(10);
  expect(sizer.size).toBe(Number.POSITIVE_INFINITY);
  expect(new Set(sizes)).toEqual(new Set([32]));
});

it('halves when memory runs out, confirms a size twice, and grows slowly to below what failed', async () => {
  const { sizes, send } = setUp(() => 20);
  await send(13);
  expect(sizes).toEqual([32, 16, 16, 20, 20, 25, 12, 12, 15, 15, 18, 18, 22]);
});

it('fails no more than once in 64 calls once it knows its place', async () => {
  const { sizes, send } = setUp(() => 20);
  await send(400);
  const failures = sizes.slice(50).filter((size) => size > 20).length;
  expect(failures).toBeLessThan(8);
  expect(sizes.slice(50).filter((size) => size >= 10).length).toBeGreaterThan(340);
});

it('comes back when memory does', async () => {
  let most = 3;
  const { sizer, send } = setUp(() => most);
  await send(20);
  expect(sizer.size).toBeLessThanOrEqual(3);
  most = 32;
  await send(1500);
  expect(sizer.size).toBeGreaterThan(16);
});

it('makes calls smaller that take too long, and takes a hint from outside', async () => {
  const sizer = createBatchSizer({ maxDuration: 20 });
  const call = sizer.watch(async (items: readonly number[]) => {
    await new Promise((resolve) => setTimeout(resolve, items.length * 5));
    return items;
  });
  await call(new Array(32).fill(0));
  expect(sizer.size).toBe(16);
  await call(new Array(16).fill(0));
  expect(sizer.size).toBe(8);
  sizer.shrink(32);
  expect(sizer.size).toBe(4);
  const other = createBatchSizer();
  other.shrink(32);
  expect(other.size).toBe(16);
  for (let time = 0; time < 9; time++) other.shrink(32);
  expect(other.size).toBe(1);
});

it('leaves other errors and results as they are', async () => {
  const sizer = createBatchSizer();
  await expect(sizer.watch(async () => Promise.reject(new TypeError('x')))([1, 2])).rejects.toThrow(
    TypeError,
  );
  expect(sizer.size).toBe(Number.POSITIVE_INFINITY);
  expect(
    await sizer.watch(async (items: readonly number[], more: number) => items.length + more)([1], 2),
  ).toBe(3);
});
