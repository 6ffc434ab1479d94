import { expect, it } from 'vitest';
import { createUploadBudget } from './create-upload-budget.ts';

const full = expect.objectContaining({ code: 'QUEUE_FULL' });

it('refuses bytes that arrive where others, let in while nothing had come, have filled it', () => {
  const budget = createUploadBudget(100);
  const [first, second] = [budget.open(100), budget.open(100)];
  first.add(80);
  second.add(20);
  expect(() => second.add(1)).toThrow(full);
  expect(() => budget.open(1)).toThrow(full);
  first.release();
  second.add(1);
  second.release();
  second.release();
  // Nothing is taken any more, and one alone always fits.
  budget.open(1000).add(1000);
});
