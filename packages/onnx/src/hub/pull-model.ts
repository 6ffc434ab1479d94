import { mkdir, statfs } from 'node:fs/promises';
import { ImageSearchError } from '@imgsearch/core';
import type { ModelManifest, Precision } from '../manifest/model-manifest.ts';
import { parseManifest } from '../manifest/parse-manifest.ts';
import type { HubSource } from '../presets/model-card.ts';
import { modelCards } from '../presets/model-cards.ts';
import type { PresetId } from '../presets/presets.ts';
import { createFolderSource } from './create-folder-source.ts';
import { createHubSource } from './create-hub-source.ts';
import { fetchBlob } from './fetch-blob.ts';
import { findCached } from './find-cached.ts';
import { openHubCache, sizeOf } from './hub-cache.ts';
import { adviceOf, cacheError, damaged, notFound } from './hub-errors.ts';
import type { FileFacts, ModelSource } from './model-source.ts';
import { type NeededFile, neededFiles } from './needed-files.ts';
import { persist } from './persist.ts';
import { checkPullOptions, type PullOptions, type PullSettings } from './pull-options.ts';
import { verifyCached } from './verify-cached.ts';

export interface PulledModel<Manifest extends ModelManifest> {
  /** What the model factories take, besides the runtime. */
  readonly model: {
    readonly manifest: Manifest;
    readonly modelPath: string;
    readonly precision?: Precision | undefined;
  };
  readonly repository: string;
  /** The version that was asked for, as a commit: pin it by passing it as `revision`. */
  readonly commit: string;
  /** Paths in the repository, and their bytes. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Whether the source was asked; `false`: all of it lay in the cache. */
  readonly asked: boolean;
}

/**
 * Brings the files of a model from the Hugging Face Hub, a mirror or a folder into the Hub's own cache folder, where
 * its other libraries find them too. What is there is not fetched again; what was begun is gone on with; every file is
 * held to the hash that the Hub lists before it gets its name. Two processes may pull at once.
 *
 * Where the source cannot be reached and the cache has all of an earlier pull, that one is taken, and the logger told.
 * @param manifest a preset, or a description of a model of your own; a SHA-256 that it states must be met
 * @throws ImageSearchError INVALID_OPTIONS; MODEL_NOT_FOUND (repository, revision, file; not in the cache, offline),
 * MODEL_UNAUTHORIZED (token, gated; a cache folder that cannot be written), MODEL_UNAVAILABLE (network, server, full
 * disk), MODEL_CORRUPT, TIMEOUT (silence), ABORTED. docs/models-from-the-hub.md says what each leaves on disk.
 * @example
 * const { model } = await pullModel(presets['clip-vit-b-32'], { cache: './models' });
 * const embedder = await createOnnxEmbedder({ runtime, ...model });
 */
export async function pullModel<Manifest extends ModelManifest>(
  manifest: Manifest,
  options: PullOptions,
): Promise<PulledModel<Manifest>> {
  parseManifest(manifest);
  const { precision, signal } = options;
  const settings = checkPullOptions(options, publishedPlace(manifest));
  const needed = neededFiles(manifest, precision, options.text ?? true);
  const { repository, revision, offline, verify, logger } = settings;
  const cache = openHubCache(settings.cache, repository);
  const answer = (
    commit: string,
    files: PulledModel<Manifest>['files'],
    asked: boolean,
  ): PulledModel<Manifest> => ({
    model: { manifest, modelPath: cache.snapshot(commit), ...(precision !== undefined && { precision }) },
    repository,
    commit,
    files,
    asked,
  });

  const cached = await findCached(cache, revision, needed);
  const pinned = cached.commit === revision && cached.settled;
  if (cached.missing.length === 0 && (offline || (pinned && !verify))) {
    if (verify) await verifyCached(cache, cached.commit, needed);
    return answer(cached.commit, cached.files, false);
  }
  if (offline)
    throw notFound(
      `The cache ${cache.folder} does not have all of ${repository} at "${revision}": ${cached.missing.join(', ')} ${cached.missing.length === 1 ? 'is' : 'are'} missing`,
      'Pull it once with the network, or pass offline: false.',
    );

  const source =
    settings.folder === undefined
      ? createHubSource(settings, repository)
      : createFolderSource(settings.folder, repository, revision);
  try {
    const facts = await describeAll(source, settings, needed, signal);
    await bringAll({ source, cache, settings, options, facts });
    const [{ commit }] = facts.found;
    for (const path of facts.absent) await cache.markLacking(commit, path);
    if (revision !== commit) await cache.writeRef(revision, commit);
    const files = facts.found.map(async ({ etag, path }) => ({
      path,
      size: (await sizeOf(cache.blob(etag))) ?? 0,
    }));
    return answer(commit, await Promise.all(files), true);
  } catch (error) {
    const failed = cacheError(error, cache.folder);
    const reached = !['MODEL_UNAVAILABLE', 'TIMEOUT'].includes(failed.code);
    if (reached || cached.missing.length > 0 || verify) throw failed;
    logger.warn(
      `${failed.message} Using what the cache has of ${repository} at "${revision}": ${cached.commit}.`,
    );
    return answer(cached.commit, cached.files, false);
  }
}

interface Described {
  readonly found: readonly [FileFacts, ...FileFacts[]];
  /** Optional files that the repository does not have. */
  readonly absent: readonly string[];
}

/** Every file at one commit: the first file says which one the revision stands for. */
async function describeAll(
  source: ModelSource,
  settings: PullSettings,
  needed: readonly NeededFile[],
  signal: AbortSignal | undefined,
): Promise<Described> {
  const describe = async (file: NeededFile, revision: string): Promise<FileFacts | undefined> => {
    const facts = await persist(() => source.describe(file.path, revision, signal), { ...settings, signal });
    if (facts === undefined && !file.optional)
      throw notFound(
        `${settings.repository} at "${settings.revision}" has no file ${file.path} (${source.name})`,
        'Choose another precision or revision, or a repository that has it.',
      );
    return facts && held(facts, file, source.name);
  };
  const [graph, ...others] = needed as [NeededFile, ...NeededFile[]];
  const first = (await describe(graph, settings.revision)) as FileFacts;
  const rest = await Promise.all(others.map((file) => describe(file, first.commit)));
  return {
    found: [first, ...rest.filter((facts) => facts !== undefined)],
    absent: others.flatMap(({ path }, at) => (rest[at] === undefined ? [path] : [])),
  };
}

/** Holds what is listed to what the manifest states. @throws ImageSearchError MODEL_CORRUPT */
function held(facts: FileFacts, { path, sha256, size }: NeededFile, name: string): FileFacts {
  if (size !== undefined && facts.size !== undefined && size !== facts.size)
    throw damaged(`${name}: ${path}`, `it has ${facts.size} bytes, but the manifest says ${size}`);
  if (sha256 === undefined) return facts;
  if (facts.hash?.kind === 'sha256' && facts.hash.hex !== sha256)
    throw damaged(`${name}: ${path}`, `its SHA-256 is ${facts.hash.hex}, but the manifest says ${sha256}`);
  return { ...facts, size: facts.size ?? size, hash: { kind: 'sha256', hex: sha256 } };
}

interface Bringing {
  readonly source: ModelSource;
  readonly cache: ReturnType<typeof openHubCache>;
  readonly settings: PullSettings;
  readonly options: PullOptions;
  readonly facts: Described;
}

/** One file after the other: the line is what limits, and what is whole is whole. */
async function bringAll({ source, cache, settings, options, facts }: Bringing): Promise<void> {
  const { found } = facts;
  const sizes = found.map(({ size }) => size);
  const allTotal = sizes.includes(undefined)
    ? undefined
    : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  await checkSpace(cache, found);
  let before = 0;
  for (const described of found) {
    const bring = (file: FileFacts): Promise<void> =>
      fetchBlob({
        ...settings,
        source,
        cache,
        facts: file,
        signal: options.signal,
        onProgress: (loaded) =>
          options.onProgress?.({
            path: file.path,
            loaded,
            total: file.size,
            allLoaded: before + loaded,
            allTotal,
          }),
      });
    let file = described;
    try {
      await bring(file);
    } catch (error) {
      // Where no commit pins it, a file may change under our hands: once more, as it is now.
      if (!ImageSearchError.isInstance(error) || adviceOf(error).next !== 'look-again') throw error;
      file = (await source.describe(file.path, file.commit, options.signal)) ?? file;
      await bring(file);
    }
    await cache.place(file.etag, file.commit, file.path);
    before += (await sizeOf(cache.blob(file.etag))) ?? 0;
  }
}

/** Says that a disk is too small before it is full. @throws ImageSearchError MODEL_UNAVAILABLE */
async function checkSpace(
  cache: ReturnType<typeof openHubCache>,
  found: readonly FileFacts[],
): Promise<void> {
  let wanted = 0;
  for (const { etag, size = 0 } of found)
    if ((await sizeOf(cache.blob(etag))) === undefined)
      wanted += Math.max(0, size - ((await sizeOf(cache.incomplete(etag))) ?? 0));
  if (wanted === 0) return;
  await mkdir(cache.folder, { recursive: true });
  const disk = await statfs(cache.folder).catch(() => undefined);
  const free = disk ? disk.bavail * disk.bsize : Number.POSITIVE_INFINITY;
  if (free < wanted)
    throw new ImageSearchError({
      code: 'MODEL_UNAVAILABLE',
      message: `The disk of ${cache.folder} has ${megabytes(free)} MB free, and ${megabytes(wanted)} MB are to come.`,
      hint: 'Free some space on that disk, or choose another cache folder.',
      retryable: false,
    });
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Where the preset of that id is published. */
const publishedPlace = ({ id }: ModelManifest): HubSource | undefined =>
  Object.hasOwn(modelCards, id) ? modelCards[id as PresetId].hub : undefined;
