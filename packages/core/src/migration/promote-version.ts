import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, checkNumber } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { StoreVersion, VectorStore } from '../spec/vector-store.ts';
import { count } from '../store/fallbacks/count.ts';
import type { PromoteOptions, Promotion } from './migration.ts';
import { versionsOf } from './versions-of.ts';

const refuse = (store: VectorStore, what: string, hint: string): ImageSearchError =>
  new ImageSearchError({ code: 'STORE_REJECTED', message: `Store "${store.info.name}": ${what}.`, hint });

/**
 * Makes another version the default for new openers, in one step. Processes that are open keep the version of their own
 * model, and answer from it until they end.
 * @param store any handle on the collection, opened or not
 * @throws ImageSearchError STORE_REJECTED where there is nothing to promote, or where it holds too few records
 * @example
 * const { promoted, previous } = await promoteVersion(store);
 */
export async function promoteVersion(store: VectorStore, options: PromoteOptions = {}): Promise<Promotion> {
  checkKeys('options', options, ['version', 'minCoverage', 'signal']);
  const least = checkNumber('minCoverage', options.minCoverage, { min: 0, max: 1, fallback: 0.99 });
  const call = { signal: options.signal };
  const { current, others } = await listVersions(store, call);
  const chosen =
    options.version === undefined ? others.at(-1) : others.find(({ id }) => id === options.version);
  if (!chosen)
    throw refuse(
      store,
      options.version === undefined
        ? `there is no version besides the promoted one, ${current.id}`
        : `there is no version ${JSON.stringify(options.version)} that could be promoted`,
      'Build one with `run` first; `versions.list()` says what there is.',
    );
  const [before, after] = [await countOf(store, current, call), await countOf(store, chosen, call)];
  const coverage = before === 0 ? 1 : after / before;
  if (coverage < least)
    throw refuse(
      store,
      `version ${chosen.id} has ${after} records, the promoted one, ${current.id}, has ${before}`,
      `Run the migration to its end, or allow it with minCoverage: ${Math.floor(coverage * 100) / 100}.`,
    );
  await versionsOf(store).promote(chosen.id, call);
  return { promoted: chosen, previous: current, coverage };
}

/**
 * Undoes the last promotion in one step: the version that was promoted before is the default again.
 * @throws ImageSearchError STORE_REJECTED where no other version was promoted before
 * @example
 * await rollbackVersion(store);
 */
export async function rollbackVersion(
  store: VectorStore,
  options?: CallOptions,
): Promise<Omit<Promotion, 'coverage'>> {
  const { current, others } = await listVersions(store, options);
  // A store that does not remember has to be told which one by `promoteVersion`, unless there is no choice.
  const remembered = others.find(({ previous }) => previous);
  const forgets = others.every(({ previous }) => previous === undefined);
  const chosen = remembered ?? (forgets && others.length === 1 ? others[0] : undefined);
  if (!chosen)
    throw refuse(
      store,
      `it is not known what was promoted before ${current.id}`,
      'Name the version: promoteVersion(store, { version, minCoverage: 0 }).',
    );
  await versionsOf(store).promote(chosen.id, options);
  return { promoted: chosen, previous: current };
}

/**
 * Removes a version; by default the one that was promoted before. Processes that search it fail from then on.
 * @throws ImageSearchError STORE_REJECTED for the promoted one, or where none was promoted before
 */
export async function dropVersion(
  store: VectorStore,
  options: CallOptions & { readonly version?: string | undefined } = {},
): Promise<StoreVersion> {
  const { current, others } = await listVersions(store, options);
  const chosen =
    options.version === undefined
      ? others.find(({ previous }) => previous)
      : [current, ...others].find(({ id }) => id === options.version);
  if (!chosen)
    throw refuse(
      store,
      options.version === undefined
        ? 'no version was promoted before'
        : `there is no version ${JSON.stringify(options.version)}`,
      'Name one that `versions.list()` gives.',
    );
  await versionsOf(store).drop(chosen.id, options);
  return chosen;
}

async function listVersions(
  store: VectorStore,
  call: CallOptions | undefined,
): Promise<{ readonly current: StoreVersion; readonly others: readonly StoreVersion[] }> {
  const all = await versionsOf(store).list(call);
  const current = all.find(({ promoted }) => promoted);
  if (!current) throw refuse(store, 'it has no version yet', 'Index products first.');
  const others = all
    .filter((version) => version !== current)
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return { current, others };
}

async function countOf(
  store: VectorStore,
  { id }: StoreVersion,
  call: CallOptions | undefined,
): Promise<number> {
  const handle = await versionsOf(store).open(id, call);
  try {
    await handle.flush?.(call);
    return (await count(handle, undefined, call)).value;
  } finally {
    await handle.close();
  }
}
