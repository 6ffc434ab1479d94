import { ImageSearchError } from '../errors/image-search-error.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { StoreInfo, StoreSchema, VectorStore } from '../spec/vector-store.ts';

const VERBS = [
  ...([
    'upsert',
    'delete',
    'get',
    'search',
    'searchGroups',
    'searchHybrid',
    'update',
    'deleteWhere',
  ] as const),
  ...(['count', 'scan', 'flush', 'bulkLoad'] as const),
];

/**
 * A store whose `open` finds or makes the new version for the schema that it is given, and which then is that version.
 * It has the optional members that the collection's own handle has.
 * @param bind a handle on the version, and a name of its own where the collection's would mean another one
 */
export function createNextStore(
  root: VectorStore,
  bind: (schema: StoreSchema) => Promise<{ readonly handle: VectorStore; readonly name: string }>,
): VectorStore {
  let bound: { readonly handle: VectorStore; readonly name: string } | undefined;
  let binding: Promise<{ readonly handle: VectorStore; readonly name: string }> | undefined;
  const enter = (): VectorStore => {
    if (bound) return bound.handle;
    throw new ImageSearchError({
      code: 'CLOSED',
      message: `Store "${root.info.name}" is not open.`,
      hint: 'Call `open` first; the pipeline does it by itself.',
    });
  };
  const delegated = Object.fromEntries(
    VERBS.filter((verb) => root[verb] !== undefined).map((verb) => [
      verb,
      (...given: readonly unknown[]) =>
        (enter()[verb] as unknown as (...args: readonly unknown[]) => unknown)(...given),
    ]),
  ) as unknown as VectorStore;
  return {
    ...delegated,
    specVersion: SPEC_VERSION,
    get info(): StoreInfo {
      if (!bound) return root.info;
      const { info } = bound.handle;
      const { id, similarity, limits, version } = info;
      return { id, name: bound.name, similarity, limits, version };
    },
    async open(schema, options) {
      binding ??= bind(schema).catch((error) => {
        binding = undefined;
        throw error;
      });
      bound = await binding;
      return bound.handle.open(schema, options);
    },
    async close() {
      const opened = await binding?.catch(() => undefined);
      await opened?.handle.close();
    },
  };
}
