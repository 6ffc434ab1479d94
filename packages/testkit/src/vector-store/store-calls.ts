import type { CallOptions, FilterNode, VectorStore } from '@imgsearch/core';
import { collect } from './collect.ts';
import { axis, sampleRecord } from './sample-records.ts';

const none: FilterNode = { op: 'eq', field: 'brand', value: 'nowhere' };

/** Every call that this store has but `open` and `close`, with arguments that find and change nothing that is there. */
export function callsOf(
  store: VectorStore,
): [name: string, call: (options: CallOptions) => Promise<unknown>][] {
  const query = { vector: axis(0), limit: 1, filter: none };
  const calls: [string, ((options: CallOptions) => Promise<unknown>) | undefined][] = [
    ['upsert', (options) => store.upsert([sampleRecord('written by a call that must fail')], options)],
    ['delete', (options) => store.delete(['nowhere'], options)],
    ['get', (options) => store.get(['nowhere'], options)],
    ['search', (options) => store.search(query, options)],
    ['searchGroups', store.searchGroups && ((options) => store.searchGroups!(query, options))],
    [
      'searchHybrid',
      store.searchHybrid && ((options) => store.searchHybrid!({ ...query, text: 'red' }, options)),
    ],
    ['update', store.update && ((options) => store.update!([{ id: 'nowhere', metadata: {} }], options))],
    ['deleteWhere', store.deleteWhere && ((options) => store.deleteWhere!(none, options))],
    ['count', store.count && ((options) => store.count!(none, options))],
    ['scan', store.scan && ((options) => collect(store.scan!({ filter: none }, options)))],
    ['flush', store.flush && ((options) => store.flush!(options))],
    ['bulkLoad', store.bulkLoad && ((options) => store.bulkLoad!(options))],
  ];
  return calls.filter(
    (entry): entry is [string, (options: CallOptions) => Promise<unknown>] => entry[1] !== undefined,
  );
}
