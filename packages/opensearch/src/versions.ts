import {
  type CallOptions,
  checkFields,
  ImageSearchError,
  type StoreSchema,
  type StoreVersion,
  type StoreVersions,
  type VectorStore,
} from '@imgsearch/core';
import type { StoredIndex } from './index-mapping.ts';
import { createIndex, listIndexes, mismatch, type Opening } from './open-version.ts';

const idOf = (name: string, index: string): string => index.slice(name.length + 1);

const versionOf = (name: string, { index, schema, promoted, createdAt }: StoredIndex): StoreVersion => ({
  id: idOf(name, index),
  fingerprint: schema.fingerprint,
  promoted,
  createdAt,
});

/**
 * Versions are indexes `<name>-v1`, `<name>-v2-x7k3q` and so on; the promoted one carries the alias `<name>`. Every handle
 * addresses its index, never that alias, so that a promotion does not move anybody.
 * @param opening connects first, where it has not been done
 * @param openIndex makes an opened handle on an index
 */
export function createVersions(
  opening: (call: CallOptions | undefined) => Promise<Opening>,
  openIndex: (index: string, call: CallOptions | undefined) => Promise<VectorStore>,
): StoreVersions {
  const managing = async (what: string, call: CallOptions | undefined): Promise<Opening> => {
    const open = await opening(call);
    if (open.settings.manage === 'create') return open;
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `Store "${open.settings.name}" may not ${what}: it was made with manage: "verify".`,
      hint: 'Do it in a process that manages the store, with manage: "create".',
    });
  };
  const find = async (open: Opening, id: string, call: CallOptions | undefined): Promise<StoredIndex> => {
    const { name } = open.settings;
    const found = (await listIndexes(open, call)).find(({ index }) => idOf(name, index) === id);
    if (found) return found;
    throw mismatch(
      name,
      `there is no version ${JSON.stringify(id)}`,
      'It was dropped, or never made; see versions.list().',
    );
  };
  return {
    async list(call?: CallOptions): Promise<StoreVersion[]> {
      const open = await opening(call);
      return (await listIndexes(open, call)).map((stored) => versionOf(open.settings.name, stored));
    },
    async create(schema: StoreSchema, call?: CallOptions): Promise<StoreVersion> {
      const open = await managing('make versions', call);
      checkFields(schema.fields);
      const { name } = open.settings;
      const numbers = (await listIndexes(open, call)).map(({ index }) =>
        Number.parseInt(index.slice(name.length + 2), 10),
      );
      // A name of its own: a handle on a version that was dropped must not meet another one under it.
      const own = Math.random().toString(36).slice(2, 7).padEnd(5, '0');
      const index = `${name}-v${Math.max(0, ...numbers) + 1}-${own}`;
      await createIndex(open, index, schema, false, call);
      return versionOf(name, await find(open, idOf(name, index), call));
    },
    async open(id: string, call?: CallOptions): Promise<VectorStore> {
      const open = await opening(call);
      return openIndex((await find(open, id, call)).index, call);
    },
    /** One request that moves the alias: at every moment one version has it. */
    async promote(id: string, call?: CallOptions): Promise<void> {
      const open = await managing('promote versions', call);
      const { name } = open.settings;
      const { index } = await find(open, id, call);
      const others = (await listIndexes(open, call)).filter((each) => each.index !== index);
      const remove = others.map((each) => ({
        remove: { index: each.index, alias: name, must_exist: false },
      }));
      const body = { actions: [...remove, { add: { index, alias: name } }] };
      await open.send('promoting', { method: 'POST', path: '/_aliases', body }, call);
    },
    async drop(id: string, call?: CallOptions): Promise<void> {
      const open = await managing('drop versions', call);
      const { index, promoted } = await find(open, id, call);
      if (promoted)
        throw new ImageSearchError({
          code: 'STORE_REJECTED',
          message: `Store "${open.settings.name}": version ${JSON.stringify(id)} is promoted, and is not dropped.`,
          hint: 'Promote another version first.',
        });
      await open.send('dropping', { method: 'DELETE', path: `/${index}` }, call);
    },
  };
}
