import { ImageSearchError } from '../errors/image-search-error.ts';
import { compareFingerprints } from '../fingerprint/compare-fingerprints.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import { silentLogger } from '../options/silent-logger.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Fields } from '../spec/fields.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { StoreVersion, VectorStore } from '../spec/vector-store.ts';
import { checkMigrationOptions } from './check-migration-options.ts';
import { compareAnswers } from './compare-answers.ts';
import { countDifferences } from './count-differences.ts';
import { createDualPipeline } from './create-dual-pipeline.ts';
import { createNextStore } from './create-next-store.ts';
import { drawQueries } from './draw-queries.ts';
import type { Versions } from './look-through.ts';
import type { Migration, MigrationOptions } from './migration.ts';
import { planMigration } from './plan-migration.ts';
import { dropVersion, promoteVersion, rollbackVersion } from './promote-version.ts';
import { runMigration } from './run-migration.ts';
import { begunVersion, servingVersion, versionsOf } from './versions-of.ts';

/** Milliseconds for which "there is no new version yet" is believed. */
const BELIEVED = 5000;

/**
 * Changes the models of a collection while it is searched: a new version is built beside the serving one, compared with
 * it, promoted in one step, and taken back in one step. No vector of one model ever meets one of the other: each version has
 * vectors of one space, and every pipeline addresses the version of its own.
 * @throws ImageSearchError INVALID_OPTIONS; UNSUPPORTED for a store without versions
 * @example
 * const migration = createMigration<{ price: 'number' }>({
 *   store,
 *   from: pipeline,
 *   to: (next) => createImageSearchPipeline({ imageProcessor, embedder, fields: { price: 'number' }, store: next }),
 *   source: { products: () => products },
 * });
 * await migration.run();
 * const { overlapAt10 } = await migration.compare({ sample: 200 });
 * if (overlapAt10 > 0.5) await migration.promote();
 */
export function createMigration<const F extends Fields = Record<never, never>>(
  options: MigrationOptions<F>,
): Migration<F> {
  checkMigrationOptions(options);
  const { store, from, source, logger = silentLogger } = options;
  const versions = versionsOf(store);
  const fingerprint = from.info.fingerprint;
  let serving: Promise<{ readonly version: StoreVersion; readonly handle: VectorStore }> | undefined;
  let next: { readonly version: StoreVersion; readonly handle: VectorStore } | undefined;
  let promoted: 'from' | 'to' = 'from';
  let lookedAt = Number.NEGATIVE_INFINITY;

  const openServing = (): NonNullable<typeof serving> => {
    serving ??= (async () => {
      await from.open();
      const version = servingVersion(await versions.list(), fingerprint);
      if (!version)
        throw new ImageSearchError({
          code: 'STORE_MISMATCH',
          message: `Store "${store.info.name}" has no version of the pipeline that serves.`,
          hint: 'Give `from` the pipeline whose models filled the store.',
        });
      return { version, handle: await versions.open(version.id) };
    })().catch((error) => {
      serving = undefined;
      throw error;
    });
    return serving;
  };
  const begun = async (call?: CallOptions): Promise<StoreVersion | undefined> => {
    const { version } = await openServing();
    return begunVersion(await versions.list(call), to.info.fingerprint, version.id);
  };
  const to = options.to(
    createNextStore(store, async (schema) => {
      const current = (await openServing()).version;
      const [here, there] = [schema.fingerprint, current.fingerprint];
      const { space, category, settings } = compareFingerprints(here, there);
      const same = space === 'same' && category === 'same' && settings === 'same';
      if (same)
        throw invalidOption(
          'to',
          'a pipeline of other models or settings than the serving one',
          options.to,
          `Version ${current.id} was made exactly so: there is nothing to migrate.`,
        );
      const version =
        begunVersion(await versions.list(), here, current.id) ?? (await versions.create(schema));
      next = { version, handle: await versions.open(version.id) };
      // In another space the journal of a run goes on to be good after the promotion; in the same one it would say that
      // everything is done.
      const name = space === 'same' ? `${store.info.name} ${version.id}` : store.info.name;
      return { handle: next.handle, name };
    }),
  );
  const openBoth = async (): Promise<Versions & { readonly version: StoreVersion }> => {
    const { version: current, handle } = await openServing();
    await to.open();
    const { version, handle: own } = next!;
    const sameCategories = current.fingerprint.category === version.fingerprint.category;
    const categories = 'original' in source ? source.categories : undefined;
    const keepCategories = categories === undefined ? sameCategories : categories === 'keep';
    return { serving: handle, next: own, keepCategories, version };
  };
  /** Both versions, where the new one was begun; nothing is made. */
  const openBegun = async (): Promise<Awaited<ReturnType<typeof openBoth>>> => {
    if (next || (await begun())) return openBoth();
    throw new ImageSearchError({
      code: 'STORE_REJECTED',
      message: `Store "${store.info.name}" has no version of the new pipeline yet.`,
      hint: 'Build it with `run` first.',
    });
  };
  const follow = (id: string): void => {
    promoted = next?.version.id === id ? 'to' : 'from';
  };

  const migration: Migration<F> = {
    pipeline: createDualPipeline<F>({
      serving: () => (promoted === 'to' ? to : from),
      async other() {
        if (promoted === 'to') return from;
        if (next) return to;
        if (performance.now() - lookedAt < BELIEVED) return undefined;
        const found = await begun();
        lookedAt = performance.now();
        if (!found) return undefined;
        await to.open();
        return to;
      },
      logger,
      async close(closing) {
        await from.close(closing);
        if (closing?.components) await to.close(closing);
        await migration.close();
      },
    }),
    async plan(given = {}) {
      checkKeys('options', given, ['sample', 'signal']);
      const sample = checkNumber('sample', given.sample, { min: 0, integer: true, fallback: 16 });
      const { version, handle } = await openServing();
      return planMigration({
        ...{ versions, source, sample, signal: given.signal },
        to: to as unknown as ImageSearchPipeline,
        serving: { version, handle },
        begun: await begun(given),
      });
    },
    async run(given = {}) {
      const { version, ...both } = await openBoth();
      const pipeline = to as unknown as ImageSearchPipeline;
      return runMigration({ versions: both, to: pipeline, source, version }, given);
    },
    async compare(given = {}) {
      checkKeys('options', given, [
        ...['queries', 'sample', 'seed', 'concurrency', 'onProgress', 'signal'],
        ...['category', 'filter', 'backgroundRemoval'],
      ]);
      const concurrency = checkNumber('concurrency', given.concurrency, {
        min: 1,
        integer: true,
        fallback: 4,
      });
      const { serving: handle } = await openBegun();
      const drawn = await drawQueries(handle, source, {
        count: checkNumber('sample', given.sample, {
          min: 0,
          integer: true,
          fallback: given.queries ? 0 : 100,
        }),
        seed: checkNumber('seed', given.seed, { min: 0, integer: true, fallback: 1 }),
        signal: given.signal,
      });
      return compareAnswers(from, to, [...(given.queries ?? []), ...drawn], { ...given, concurrency });
    },
    async differences(given = {}) {
      return countDifferences(await openBegun(), { signal: given.signal });
    },
    async promote(given = {}) {
      const { version } = await openBegun();
      const promotion = await promoteVersion(store, { ...given, version: version.id });
      follow(version.id);
      return promotion;
    },
    async rollback() {
      const back = await rollbackVersion(store);
      follow(back.promoted.id);
      return back;
    },
    drop: () => dropVersion(store),
    async refresh() {
      const found = await begun();
      if (found?.promoted) await to.open();
      promoted = found?.promoted ? 'to' : 'from';
    },
    async close() {
      await to.close();
      await (await serving?.catch(() => undefined))?.handle.close();
    },
  };
  return migration;
}
