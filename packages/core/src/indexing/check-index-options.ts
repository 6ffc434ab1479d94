import { checkCheckpoint } from '../checkpoint/check-checkpoint.ts';
import { checkKeys, checkNumber, checkOneOf, invalidOption } from '../options/check.ts';
import { checkDeadline, checkSignal } from '../options/check-call-options.ts';
import type { CallOptions, Priority } from '../spec/call-options.ts';
import type { Checkpoint } from '../spec/checkpoint.ts';
import type { IndexOptions } from '../spec/indexing.ts';
import { processMemory } from './process-memory.ts';

/** Options of a run, decided. */
export interface IndexSettings extends CallOptions {
  readonly batchSize: number;
  readonly concurrency: number;
  readonly total: number | undefined;
  readonly priority: Priority;
  readonly checkpoint: Checkpoint | undefined;
  readonly retry: {
    readonly images: number;
    readonly store: number;
    readonly firstDelay: number;
    readonly maxDelay: number;
  };
  readonly onDuplicate: 'replace' | 'skip' | 'fail';
  readonly prune: boolean;
  readonly failed: 'keep' | 'retry' | 'only';
  readonly compareContent: 'auto' | 'always' | 'never';
  readonly maxFailureRate: number;
  readonly memoryBudget: number | undefined;
}

const KEYS = [
  ...['batchSize', 'concurrency', 'total', 'signal', 'priority', 'deadline', 'checkpoint', 'retry'],
  ...['onDuplicate', 'prune', 'failed', 'compareContent', 'maxFailureRate', 'memoryBudget'],
];
/** Numbers of batches and tries are whole. */
const whole = (min: number, max: number, fallback: number) => ({ min, max, integer: true, fallback });

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkIndexOptions(products: unknown, options: IndexOptions = {}): IndexSettings {
  const isIterable =
    typeof products === 'object' &&
    products !== null &&
    (Symbol.iterator in products || Symbol.asyncIterator in products);
  if (!isIterable) throw invalidOption('products', 'an array, an iterable or an async iterable', products);
  checkKeys('options', options, KEYS);
  const { signal, deadline, total, checkpoint, prune = false, memoryBudget } = options;
  checkSignal(signal);
  checkDeadline(deadline);
  const length = Array.isArray(products) ? products.length : undefined;
  if (typeof prune !== 'boolean') throw invalidOption('prune', 'true or false', prune);
  const failed = checkOneOf('failed', options.failed, ['keep', 'retry', 'only'], 'keep');
  if (checkpoint === undefined && (prune || failed === 'only'))
    throw invalidOption(
      prune ? 'prune' : 'failed',
      'a value that needs no checkpoint',
      prune ? prune : failed,
      'Pass a `checkpoint`: only it knows what earlier runs did.',
    );
  if (prune && failed === 'only')
    throw invalidOption('prune', 'false beside failed: "only"', prune, 'Prune in a run over all products.');
  if (memoryBudget !== undefined && processMemory() === undefined)
    throw invalidOption('memoryBudget', 'a value in Node alone, where memory can be told', memoryBudget);
  return {
    batchSize: checkNumber('batchSize', options.batchSize, whole(1, 4096, 32)),
    concurrency: checkNumber('concurrency', options.concurrency, whole(1, 64, 4)),
    total: total === undefined ? length : checkNumber('total', total, { min: 0, integer: true }),
    priority: checkOneOf('priority', options.priority, ['interactive', 'bulk'], 'bulk'),
    checkpoint: checkpoint === undefined ? undefined : checkCheckpoint(checkpoint),
    retry: checkRetry(options.retry),
    onDuplicate: checkOneOf('onDuplicate', options.onDuplicate, ['replace', 'skip', 'fail'], 'replace'),
    prune,
    failed,
    compareContent: checkOneOf('compareContent', options.compareContent, ['auto', 'always', 'never'], 'auto'),
    maxFailureRate: checkNumber('maxFailureRate', options.maxFailureRate, { min: 0, max: 1, fallback: 0.5 }),
    memoryBudget:
      memoryBudget === undefined
        ? undefined
        : checkNumber('memoryBudget', memoryBudget, { min: 1, integer: true }),
    signal,
    deadline,
  };
}

function checkRetry(retry: IndexOptions['retry']): IndexSettings['retry'] {
  checkKeys('retry', retry, ['images', 'store', 'firstDelay', 'maxDelay']);
  return {
    images: checkNumber('retry.images', retry?.images, whole(0, 100, 2)),
    store: checkNumber('retry.store', retry?.store, whole(0, 1000, 9)),
    firstDelay: checkNumber('retry.firstDelay', retry?.firstDelay, { min: 0, fallback: 250 }),
    maxDelay: checkNumber('retry.maxDelay', retry?.maxDelay, { min: 0, fallback: 15_000 }),
  };
}
