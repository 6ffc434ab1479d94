import { checkKeys, checkNumber, checkOneOf, invalidOption } from '../options/check.ts';
import type { CallOptions, Priority } from '../spec/call-options.ts';
import type { IndexOptions } from '../spec/pipeline.ts';

/** Options of a run, decided. */
export interface IndexSettings extends CallOptions {
  readonly batchSize: number;
  readonly concurrency: number;
  readonly total: number | undefined;
  readonly priority: Priority;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkIndexOptions(products: unknown, options: IndexOptions = {}): IndexSettings {
  const isIterable =
    typeof products === 'object' &&
    products !== null &&
    (Symbol.iterator in products || Symbol.asyncIterator in products);
  if (!isIterable) throw invalidOption('products', 'an array, an iterable or an async iterable', products);
  checkKeys('options', options, ['batchSize', 'concurrency', 'total', 'signal', 'priority', 'deadline']);
  const { signal, deadline } = options;
  const length = Array.isArray(products) ? products.length : undefined;
  return {
    batchSize: checkNumber('batchSize', options.batchSize, {
      min: 1,
      max: 4096,
      integer: true,
      fallback: 32,
    }),
    concurrency: checkNumber('concurrency', options.concurrency, {
      min: 1,
      max: 64,
      integer: true,
      fallback: 4,
    }),
    total:
      options.total === undefined ? length : checkNumber('total', options.total, { min: 0, integer: true }),
    priority: checkOneOf('priority', options.priority, ['interactive', 'bulk'], 'bulk'),
    signal,
    deadline,
  };
}
