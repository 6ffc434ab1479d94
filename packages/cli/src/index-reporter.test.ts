import { PassThrough } from 'node:stream';
import { ImageSearchError, type IndexEvent, type IndexProgress } from '@imgsearch/core';
import { expect, it } from 'vitest';
import { createIndexReporter, progressText } from './index-reporter.ts';

const progress: IndexProgress = {
  ...{ products: 5, indexed: 9, skipped: 0, updated: 0, failed: 3, deleted: 0, pruned: 0 },
  ...{
    imagesPerSecond: 12.34,
    elapsed: 900,
    timeLeft: 245_000,
    total: 50,
    batchSize: 32,
    memory: 325 * 2 ** 20,
  },
  failuresByKind: { unreadable: 2, 'not-found': 1 },
};
const failure: IndexEvent = {
  ...{ type: 'item-error', productId: 'p1', imageId: '0', kind: 'unreadable', attempts: 1 },
  error: new Error('no picture'),
};

it('says how fast, how long, how large and what failed', () => {
  expect(progressText(progress)).toBe(
    '12.3 images/s, 4 min 5 s left, 325 MB, failed: 2 unreadable, 1 not-found',
  );
});

it('writes a line of JSON for each failure, and progress now and then', () => {
  const out = new PassThrough();
  let time = 0;
  const reporter = createIndexReporter('lines', out, () => time);
  reporter.tell({ type: 'index-start', batchSize: 32, concurrency: 4 });
  for (; time < 12_000; time += 1000) reporter.tell({ type: 'batch-end', ...progress });
  reporter.tell(failure);
  const lines = String(out.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual(['start', 'progress', 'progress', 'progress', 'failure']);
  expect(lines[1]).toMatchObject({ products: 5, failuresByKind: { unreadable: 2 }, timeLeft: 245_000 });
  expect(lines[4]).toEqual({
    ...{ event: 'failure', productId: 'p1', imageId: '0', kind: 'unreadable', attempts: 1 },
    message: 'no picture',
  });
});

it('names failures in words without a terminal, and nothing else', () => {
  const out = new PassThrough();
  const reporter = createIndexReporter('none', out);
  reporter.tell({ type: 'batch-end', ...progress });
  reporter.tell(failure);
  expect(String(out.read())).toBe('p1: no picture\n');
});

it('says how far a run had come that failed as a whole', () => {
  const error = new ImageSearchError({ code: 'STORE_UNAVAILABLE', message: 'gone', hint: 'Start it.' });
  const lines = new PassThrough();
  const programs = createIndexReporter('lines', lines);
  programs.tell({ type: 'batch-end', ...progress });
  programs.fail(error);
  const [, last] = String(lines.read()).trim().split('\n');
  expect(JSON.parse(last!)).toMatchObject({
    ...{ event: 'error', code: 'STORE_UNAVAILABLE', message: 'gone', hint: 'Start it.' },
    ...{ indexed: 9, failed: 3 },
  });
  const words = new PassThrough();
  const people = createIndexReporter('none', words);
  people.tell({ type: 'batch-end', ...progress });
  people.fail(error);
  expect(String(words.read())).toContain('9 pictures indexed');
});
