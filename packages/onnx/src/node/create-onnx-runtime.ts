import { checkKeys, checkLogger, checkNumber, checkOneOf, invalidOption, type Logger } from '@imgsearch/core';
import { composeRuntime } from '../runtime/compose-runtime.ts';
import type { OnnxRuntime } from '../runtime/onnx-runtime.ts';
import type { NodeProvider } from '../runtime/protocol.ts';
import { availableCores } from './available-cores.ts';
import { createWorker } from './create-worker.ts';
import { holdExit } from './exit-guard.ts';
import { locateModel } from './locate-model.ts';
import { onDevice } from './on-device.ts';

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
  readonly providers?: readonly NodeProvider[] | undefined;
  /**
   * GPUs that the workers are spread over in turn, as CUDA counts them from 0; at least as many workers are started.
   * Default: all workers on GPU 0. For `cuda` and `tensorrt`.
   */
  readonly devices?: readonly number[] | undefined;
  /**
   * `true` makes anything but the first provider an error (PROVIDER_UNAVAILABLE). `every-operator` also refuses a model
   * some of whose operators would run on the CPU, which else nothing tells. Default false: a fallback and a warning.
   */
  readonly requireProvider?: boolean | 'every-operator' | undefined;
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
    'devices',
    'requireProvider',
    'isolation',
    'recycleAfter',
    'logger',
  ]);
  const providers = checkProviders(options.providers);
  const devices = checkDevices(options.devices, providers);
  const cores = availableCores();
  const profile = checkOneOf('profile', options.profile, ['latency', 'throughput'], 'throughput');
  const workerCount = checkNumber('workers', options.workers, {
    // A worker lives on one GPU.
    min: Math.max(1, devices?.length ?? 0),
    max: 256,
    integer: true,
    fallback: Math.max(workersOf(profile, cores), devices?.length ?? 0),
  });
  const threads = checkNumber('threads', options.threads, {
    min: 1,
    max: 256,
    integer: true,
    fallback: Math.max(1, Math.floor(cores / workerCount)),
  });
  const isolation = checkOneOf('isolation', options.isolation, ['thread', 'process'], 'thread');
  const requireProvider = checkRequireProvider(options.requireProvider);
  const recycleAfter =
    options.recycleAfter === undefined
      ? undefined
      : checkNumber('recycleAfter', options.recycleAfter, { min: 1, integer: true });
  const logger = checkLogger(options.logger);

  const workers = Array.from({ length: workerCount }, (_, at) =>
    onDevice(createWorker(isolation, logger, recycleAfter), devices?.[at % devices.length]),
  );
  const onClosed = holdExit(workers.map(({ exitState }) => exitState));
  const info = { workers: workerCount, threads, isolation, providers, devices };
  return composeRuntime({ info, workers, locate: locateModel, requireProvider, logger, onClosed });
}

function checkProviders(value: readonly NodeProvider[] | undefined): readonly NodeProvider[] {
  if (value === undefined) return ['cpu'];
  const known = Array.isArray(value) && value.length > 0 && value.every((one) => PROVIDERS.includes(one));
  if (!known) throw invalidOption('providers', `a list of ${PROVIDERS.join(', ')}`, value);
  return [...new Set(value)];
}

function checkDevices(
  value: readonly number[] | undefined,
  providers: readonly NodeProvider[],
): readonly number[] | undefined {
  if (value === undefined) return undefined;
  const known =
    Array.isArray(value) && value.length > 0 && value.every((one) => Number.isInteger(one) && one >= 0);
  if (!known) throw invalidOption('devices', 'a list of GPUs, each a whole number from 0', value);
  if (providers.every((provider) => provider === 'cpu'))
    throw invalidOption('devices', 'nothing unless providers names "cuda" or "tensorrt"', value);
  return [...new Set(value)];
}

function checkRequireProvider(value: OnnxRuntimeOptions['requireProvider']): boolean | 'every-operator' {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  if (value !== 'every-operator')
    throw invalidOption('requireProvider', 'true, false or "every-operator"', value);
  return value;
}
