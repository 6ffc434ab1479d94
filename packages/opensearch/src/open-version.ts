import {
  type CallOptions,
  checkFields,
  checkSchema,
  type Fields,
  ImageSearchError,
  notPromotedWarning,
  type StoreSchema,
} from '@imgsearch/core';
import type { Send } from './abortable-request.ts';
import type { StoreSettings } from './check-store-options.ts';
import {
  fieldMappings,
  type IndexAnswer,
  indexBody,
  readIndex,
  type StoredIndex,
  versionId,
} from './index-mapping.ts';
import type { Server } from './read-server.ts';

/** What opening works with. */
export interface Opening {
  readonly settings: StoreSettings;
  readonly server: Server;
  readonly send: Send;
}

export function mismatch(store: string, what: string, hint: string): ImageSearchError {
  return new ImageSearchError({ code: 'STORE_MISMATCH', message: `Store "${store}": ${what}.`, hint });
}

/** All versions of the collection, oldest first. */
export async function listIndexes(
  { settings: { name }, send }: Pick<Opening, 'settings' | 'send'>,
  call: CallOptions | undefined,
): Promise<StoredIndex[]> {
  const { body } = await send('reading the indexes', { method: 'GET', path: `/${name}-v*` }, call);
  return Object.entries(body as Record<string, IndexAnswer>)
    .map(([index, answer]) => readIndex(index, name, answer))
    .filter((stored) => stored !== undefined)
    .sort((a, b) =>
      a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.index < b.index ? -1 : 1,
    );
}

/** One version as it is now. @throws ImageSearchError STORE_MISMATCH where it is gone, or not ours */
export async function readVersion(
  { settings: { name }, send }: Pick<Opening, 'settings' | 'send'>,
  index: string,
  call: CallOptions | undefined,
): Promise<StoredIndex> {
  const asked = { method: 'GET', path: `/${encodeURIComponent(index)}`, accept: [404] } as const;
  const { status, body } = await send('reading the index', asked, call);
  const answer = status === 404 ? undefined : (body as Record<string, IndexAnswer>)[index];
  const stored = answer && readIndex(index, name, answer);
  if (stored) return stored;
  throw mismatch(
    name,
    answer ? `index ${index} exists, and is not of this store` : `there is no version ${index}`,
    answer
      ? 'Choose another name, or delete that index.'
      : 'It was dropped, or never made; see versions.list().',
  );
}

/** Makes an index. @returns false where another process was quicker */
export async function createIndex(
  opening: Opening,
  index: string,
  schema: StoreSchema,
  promoted: boolean,
  call: CallOptions | undefined,
): Promise<boolean> {
  const body = indexBody(index, opening.settings, opening.server, schema, promoted);
  const asked = { method: 'PUT', path: `/${index}`, body, accept: [400] } as const;
  const { status, body: answer } = await opening.send('making the index', asked, call);
  if (status < 300) return true;
  const { error } = answer as { error?: { type?: string; reason?: string } };
  if (error?.type === 'resource_already_exists_exception') return false;
  throw new ImageSearchError({
    code: 'STORE_REJECTED',
    message: `Store "${opening.settings.name}": index ${index} could not be made: ${error?.type}: ${error?.reason}.`,
    hint:
      error?.type === 'invalid_index_name_exception' || error?.type === 'invalid_alias_name_exception'
        ? `An index or alias with the name ${opening.settings.name} is in the way: choose another name.`
        : 'See the message; the k-NN plugin must be installed on every node.',
  });
}

/** Whose space it is comes first, then what is promoted, then the newest. */
function choose(versions: readonly StoredIndex[], { fingerprint }: StoreSchema): StoredIndex | undefined {
  const comparable = ({ schema: { fingerprint: stored } }: StoredIndex): boolean =>
    fingerprint.sameSpaceAs?.includes(stored.space) === true ||
    stored.sameSpaceAs?.includes(fingerprint.space) === true;
  const groups = [
    versions.filter(({ schema }) => schema.fingerprint.space === fingerprint.space),
    versions.filter(comparable),
    versions,
  ];
  const group = groups.find((each) => each.length > 0) ?? [];
  return group.find(({ promoted }) => promoted) ?? group.at(-1);
}

/** Adds declared fields that the index does not have yet. The vector's own mapping is never sent again. */
async function addFields(
  opening: Opening,
  stored: StoredIndex,
  fields: Fields,
  call: CallOptions | undefined,
) {
  const { settings, send } = opening;
  const names = Object.keys(fields).filter((name) => !Object.hasOwn(stored.schema.fields, name));
  if (names.length === 0) return { stored, warnings: [] };
  if (settings.manage === 'verify')
    throw mismatch(
      settings.name,
      `index ${stored.index} does not have the fields ${names.join(', ')}`,
      'Open the store once with manage: "create", which adds them.',
    );
  const added = Object.fromEntries(names.map((name) => [name, fields[name]!]));
  const body = { properties: { fields: { properties: fieldMappings(added) } } };
  await send('adding fields', { method: 'PUT', path: `/${stored.index}/_mapping`, body }, call);
  // Read back: another process may have added one of them as another type.
  const now = await readVersion(opening, stored.index, call);
  const { body: counted } = await send('count', { method: 'GET', path: `/${stored.index}/_count` }, call);
  const old = (counted as { count: number }).count;
  const warnings =
    old === 0
      ? []
      : [
          `The fields ${names.join(', ')} are new in the store "${settings.name}": filters see them in records written from now on.`,
        ];
  return { stored: now, warnings };
}

/** Waits until every shard that there must be takes reads and writes; others may have made the index just now. */
async function whenReady(
  { settings, send }: Opening,
  index: string,
  call: CallOptions | undefined,
): Promise<void> {
  const query = { wait_for_status: 'yellow', timeout: '30s' };
  const asked = { method: 'GET', path: `/_cluster/health/${index}`, query, accept: [401, 403, 408] } as const;
  const { status } = await send('waiting for the index', asked, call);
  if (status === 408)
    throw new ImageSearchError({
      code: 'STORE_UNAVAILABLE',
      message: `Store "${settings.name}": index ${index} was not ready within 30 s.`,
      hint: 'Look at _cluster/health and _cluster/allocation/explain.',
    });
}

/**
 * Finds or makes the version for a schema. Ten processes at once end with the same one: its name is fixed, and
 * OpenSearch makes an index of a name once. With `manage: 'verify'` nothing is sent but GET.
 * @param pinned index of a handle that was opened before
 * @throws ImageSearchError STORE_MISMATCH
 */
export async function openVersion(
  opening: Opening,
  schema: StoreSchema,
  pinned: string | undefined,
  call: CallOptions | undefined,
): Promise<{ readonly stored: StoredIndex; readonly warnings: readonly string[] }> {
  const { settings } = opening;
  const { name, manage } = settings;
  checkFields(schema.fields);
  const versions = pinned === undefined ? await listIndexes(opening, call) : [];
  let found = pinned === undefined ? choose(versions, schema) : await readVersion(opening, pinned, call);
  if (found === undefined) {
    if (manage === 'verify')
      throw mismatch(
        name,
        'it does not exist',
        'Open it once with manage: "create", by a user that may make indexes.',
      );
    const index = `${name}-v1`;
    await createIndex(opening, index, schema, true, call);
    await whenReady(opening, index, call);
    found = await readVersion(opening, index, call);
  }
  const wanted = checkSchema(name, found.schema, schema);
  const { stored, warnings } = await addFields(opening, found, wanted, call);
  checkSchema(name, stored.schema, schema);
  const promoted = versions.find((version) => version.promoted)?.index;
  if (promoted === undefined || promoted === stored.index) return { stored, warnings };
  const ids = [stored.index, promoted].map((index) => versionId(name, index));
  return { stored, warnings: [...warnings, notPromotedWarning(name, ids[0]!, ids[1]!)] };
}
