import type { Fields } from '../spec/fields.ts';
import type { IndexReport, IndexRun, Product } from '../spec/indexing.ts';
import type { IndexSettings } from './check-index-options.ts';
import { createEventLog } from './event-log.ts';
import { type IndexContext, indexProducts } from './index-products.ts';

/** Starts a run and hands out its two faces: the report to await, and the events to iterate over. */
export function startIndexRun<F extends Fields>(
  products: Iterable<Product<F>> | AsyncIterable<Product<F>>,
  settings: IndexSettings,
  context: IndexContext,
): { readonly run: IndexRun; readonly done: Promise<IndexReport> } {
  const log = createEventLog();
  const done = indexProducts(products as AsyncIterable<Product>, settings, context, log);
  done.then(
    (report) => {
      log.push({ type: 'index-end', report });
      log.end();
    },
    (error) => log.end(error),
  );
  const run: IndexRun = {
    // biome-ignore lint/suspicious/noThenProperty: a run is awaitable by contract
    then: (onReport, onError) => done.then(onReport, onError),
    [Symbol.asyncIterator]: () => log.read(),
  };
  return { run, done };
}
