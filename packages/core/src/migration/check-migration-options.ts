import { checkKeys, invalidOption } from '../options/check.ts';
import type { Fields } from '../spec/fields.ts';
import type { MigrationOptions } from './migration.ts';
import { versionsOf } from './versions-of.ts';

/** @throws ImageSearchError INVALID_OPTIONS, UNSUPPORTED */
export function checkMigrationOptions<F extends Fields>(options: MigrationOptions<F>): void {
  if (typeof options !== 'object' || options === null)
    throw invalidOption('options', 'an object such as { store, from, to, source }', options);
  checkKeys('options', options, ['store', 'from', 'to', 'source', 'logger']);
  const { store, from, to, source } = options;
  if (typeof store?.open !== 'function') throw invalidOption('store', 'a store that keeps versions', store);
  versionsOf(store);
  if (typeof from?.search !== 'function') throw invalidOption('from', 'the pipeline that serves now', from);
  if (typeof to !== 'function')
    throw invalidOption(
      'to',
      'a function that composes the new pipeline over a store',
      to,
      'Write to: (store) => createImageSearchPipeline({ ...newModels, fields, store }).',
    );
  const given = source as { products?: unknown; original?: unknown } | undefined;
  const [way] = [given?.products, given?.original].filter((each) => each !== undefined);
  if (typeof way !== 'function')
    throw invalidOption(
      'source',
      'an object with one function: { products } that gives the products, or { original } that gives a picture',
      source,
    );
  if ('original' in source) checkKeys('source', source, ['original', 'categories']);
  else checkKeys('source', source, ['products']);
}
