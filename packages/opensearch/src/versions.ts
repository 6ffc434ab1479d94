import {
  type CallOptions,
  checkFields,
  ImageSearchError,
  type StoreSchema,
  type StoreVersion,
  type StoreVersions,
  type VectorStore,
} from '@imgsearch/core';
import { previousAlias, type StoredIndex, versionId } from './index-mapping.ts';
import { createIndex, listIndexes, mismatch, type Opening } from './open-version.ts';

const versionOf = (
  name: string,
  { index, schema, promoted, previous, createdAt }: StoredIndex,
): StoreVersion => ({
  id: versionId(name, index),
  fingerprint: schema.fingerprint,
  promoted,
  previous,
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
    const found = (await listIndexes(open, call)).find(({ index }) => versionId(name, index) === id);
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
      return versionOf(name, await find(open, versionId(name, index), call));
    },
    async open(id: string, call?: CallOptions): Promise<VectorStore> {
      const open = await opening(call);
      return openIndex((await find(open, id, call)).index, call);
    },
    /** One request that moves both aliases: at every moment one version has each. */
    async promote(id: string, call?: CallOptions): Promise<void> {
      const open = await managing('promote versions', call);
      const { name } = open.settings;
      const { index, promoted } = await find(open, id, call);
      if (promoted) return;
      const all = await listIndexes(open, call);
      const move = (alias: string, to: string | undefined): object[] => [
        ...all
          .filter((each) => each.index !== to)
          .map((each) => ({ remove: { index: each.index, alias, must_exist: false } })),
        ...(to === undefined ? [] : [{ add: { index: to, alias } }]),
      ];
      const before = all.find((each) => each.promoted)?.index;
      const body = { actions: [...move(name, index), ...move(previousAlias(name), before)] };
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
