import {
  type CallOptions,
  checkKeys,
  checkNumber,
  checkOneOf,
  invalidOption,
  type Logger,
  silentLogger,
} from '@imgsearch/core';
import type { LoadedModel, ModelLocation, OnnxRuntime } from '../runtime/onnx-runtime.ts';
import type { Job, JobResult, Provider, SessionInfo, SessionSpec, WorkerTask } from '../runtime/protocol.ts';
import { createWorkQueue } from '../runtime/work-queue.ts';
import { availableCores } from './available-cores.ts';
import { createWorker } from './create-worker.ts';
import { holdExit } from './exit-guard.ts';
import type { FileHash } from './hash-file.ts';
import { corruptModel, locateModel } from './locate-model.ts';

export interface OnnxRuntimeOptions {
  /**
   * What the cores are divided for. `throughput`: many photos at once, a worker a core (at most 4). `latency`: one photo
   * that has the machine to itself and a model large enough to be divided; one worker, or two where there are 4 cores or
   * more, with the cores as its threads. Default `throughput`.
   */
  readonly profile?: 'latency' | 'throughput' | undefined;
  /** Threads or child processes, each with its own copy of every model. Default: as the profile says. */
  readonly workers?: number | undefined;
  /** Threads inside an operator, per worker. Default: the cores available over `workers`, at least 1. */
  readonly threads?: number | undefined;
  /** Tried in this order for every model. Default `['cpu']`. */
  readonly providers?: readonly Provider[] | undefined;
  /** Makes anything but the first provider an error (PROVIDER_UNAVAILABLE). Default false: a fallback and a warning. */
  readonly requireProvider?: boolean | undefined;
  /** `process` survives a native crash and costs a copy of every picture. Default `thread`. */
  readonly isolation?: 'thread' | 'process' | undefined;
  /**
   * Calls after which a worker is replaced by a fresh one, between two calls, against memory that a long job loses to
   * native libraries. The fresh one loads its models with its next call, which takes that much longer. Default: never.
   */
  readonly recycleAfter?: number | undefined;
  readonly logger?: Logger | undefined;
}

/** Every worker holds every model, so that more cores go into threads instead. */
const MOST_WORKERS = 4;

const workersOf = (profile: 'latency' | 'throughput', cores: number): number =>
  profile === 'throughput' ? Math.min(cores, MOST_WORKERS) : cores >= 4 ? 2 : 1;

const PROVIDERS = ['tensorrt', 'cuda', 'cpu'] as const;

interface OpenedModel {
  readonly sha256: string;
  readonly weights: string;
  readonly session: SessionInfo;
}

interface SharedModel {
  readonly opened: Promise<OpenedModel>;
  users: number;
}

/**
 * Workers that run the models of an application, shared by all of them. Nothing is started until a model is loaded.
 *
 * @example
 * ```ts
 * const runtime = createOnnxRuntime();
 * const embedder = await createOnnxEmbedder({ runtime, preset: 'clip-vit-b-32', modelPath: './models/clip' });
 * ```
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function createOnnxRuntime(options: OnnxRuntimeOptions = {}): OnnxRuntime {
  checkKeys('options', options, [
    'profile',
    'workers',
    'threads',
    'providers',
    'requireProvider',
    'isolation',
    'recycleAfter',
    'logger',
  ]);
  const cores = availableCores();
  const profile = checkOneOf('profile', options.profile, ['latency', 'throughput'], 'throughput');
  const workerCount = checkNumber('workers', options.workers, {
    min: 1,
    max: 256,
    integer: true,
    fallback: workersOf(profile, cores),
  });
  const threads = checkNumber('threads', options.threads, {
    min: 1,
    max: 256,
    integer: true,
    fallback: Math.max(1, Math.floor(cores / workerCount)),
  });
  const isolation = checkOneOf('isolation', options.isolation, ['thread', 'process'], 'thread');
  const providers = checkProviders(options.providers);
  const requireProvider = options.requireProvider ?? false;
  const recycleAfter =
    options.recycleAfter === undefined
      ? undefined
      : checkNumber('recycleAfter', options.recycleAfter, { min: 1, integer: true });
  const logger = options.logger ?? silentLogger;

  const workers = Array.from({ length: workerCount }, () => createWorker(isolation, logger, recycleAfter));
  const queue = createWorkQueue<WorkerTask, unknown>(workers.map((worker) => worker.run));
  const releaseExit = holdExit(workers.map(({ exitState }) => exitState));
  const shared = new Map<string, SharedModel>();
  let closing: Promise<void> | undefined;

  const everywhere = (task: WorkerTask): Promise<unknown[]> =>
    Promise.all(workers.map((_, worker) => queue.submit(task, { worker })));

  const open = async (session: SessionSpec, sha256: string | undefined): Promise<OpenedModel> => {
    const hash = (await queue.submit({ kind: 'hash', path: session.path })) as FileHash;
    if (sha256 !== undefined && sha256 !== hash.sha256)
      throw corruptModel(session.path, `its SHA-256 is ${hash.sha256}, but the manifest says ${sha256}`);
    const infos = (await everywhere({ kind: 'load', session })) as SessionInfo[];
    const info = infos[0]!;
    for (const warning of info.warnings)
      logger.warn(`${warning} Using "${info.provider}" instead.`, { model: session.path });
    return { sha256: hash.sha256, weights: hash.weights, session: info };
  };

  const acquire = async (session: SessionSpec, sha256: string | undefined): Promise<OpenedModel> => {
    let entry = shared.get(session.key);
    if (!entry) {
      entry = { opened: open(session, sha256), users: 0 };
      shared.set(session.key, entry);
    }
    entry.users++;
    try {
      const opened = await entry.opened;
      if (sha256 !== undefined && sha256 !== opened.sha256)
        throw corruptModel(session.path, `its SHA-256 is ${opened.sha256}, but the manifest says ${sha256}`);
      return opened;
    } catch (error) {
      await giveUp(session.key, entry);
      throw error;
    }
  };

  const giveUp = async (key: string, entry: SharedModel): Promise<void> => {
    if (--entry.users > 0 || shared.get(key) !== entry) return;
    shared.delete(key);
    // A runtime that is closing ends its workers, sessions and all.
    if (closing) return;
    await everywhere({ kind: 'release', key }).catch((error) => {
      if (!closing) throw error;
    });
  };

  const runtime: OnnxRuntime = {
    info: { workers: workerCount, threads, isolation, providers },
    runner: { places: workerCount },
    locate: locateModel,
    async load(location: ModelLocation): Promise<LoadedModel> {
      const path = await locateModel(location);
      const spec: SessionSpec = { key: path, path, providers, requireProvider, threads };
      const { weights, session } = await acquire(spec, location.file.sha256);
      const entry = shared.get(spec.key)!;
      let released: Promise<void> | undefined;
      return {
        path,
        weights,
        session,
        run: (job: Job, callOptions?: CallOptions) =>
          queue.submit({ kind: 'run', session: spec, job }, callOptions) as Promise<JobResult>,
        release() {
          released ??= giveUp(spec.key, entry);
          return released;
        },
      };
    },
    countSessions: () => everywhere({ kind: 'count' }) as Promise<number[]>,
    close() {
      closing ??= (async () => {
        await queue.close();
        await Promise.all(workers.map((worker) => worker.close()));
        releaseExit();
      })();
      return closing;
    },
    [Symbol.asyncDispose]: () => runtime.close(),
  };
  return runtime;
}

function checkProviders(value: readonly Provider[] | undefined): readonly Provider[] {
  if (value === undefined) return ['cpu'];
  const known = Array.isArray(value) && value.length > 0 && value.every((one) => PROVIDERS.includes(one));
  if (!known) throw invalidOption('providers', `a list of ${PROVIDERS.join(', ')}`, value);
  return [...new Set(value)];
}
