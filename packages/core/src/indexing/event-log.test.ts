import { expect, it } from 'vitest';
import type { IndexEvent } from '../spec/indexing.ts';
import { createEventLog } from './event-log.ts';

const start: IndexEvent = { type: 'index-start', batchSize: 1, concurrency: 1 };
const batch = (indexed: number): IndexEvent => ({
  type: 'batch-end',
  products: 0,
  indexed,
  skipped: 0,
  updated: 0,
  failed: 0,
  deleted: 0,
  pruned: 0,
  failuresByKind: {},
  batchSize: 1,
  imagesPerSecond: 0,
  elapsed: 0,
});
const failure = (productId: string): IndexEvent => ({
  type: 'item-error',
  productId,
  kind: 'other',
  attempts: 1,
  error: new Error('x'),
});
const label = (event: IndexEvent): unknown =>
  event.type === 'batch-end' ? event.indexed : event.type === 'item-error' ? event.productId : event.type;

async function readAll(log: ReturnType<typeof createEventLog>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const event of { [Symbol.asyncIterator]: () => log.read() }) seen.push(label(event));
  return seen;
}

it('gives every reader what happened, before and after he came', async () => {
  const log = createEventLog();
  log.push(start);
  const early = readAll(log);
  log.push(batch(1));
  await Promise.resolve();
  log.push(batch(2));
  log.end();
  const late = readAll(log);
  expect(await early).toEqual(['index-start', 1, 2]);
  expect(await late).toEqual(['index-start', 1, 2]);
});

it('drops the oldest progress first, then the oldest failure, and never the start', async () => {
  const log = createEventLog(4);
  for (const event of [start, failure('a'), batch(1), failure('b'), batch(2), failure('c')]) log.push(event);
  log.push(failure('d'));
  log.end();
  expect(await readAll(log)).toEqual(['index-start', 'b', 'c', 'd']);
});

it('fails its readers with the run, after what they have not read', async () => {
  const log = createEventLog();
  log.push(start);
  log.end(new Error('over'));
  const reader = log.read();
  expect((await reader.next()).value).toBe(start);
  await expect(reader.next()).rejects.toThrow('over');
});

it('lets a reader leave', async () => {
  const log = createEventLog();
  const reader = log.read();
  const waiting = reader.next();
  await reader.return?.();
  expect(await waiting).toMatchObject({ done: true });
});
