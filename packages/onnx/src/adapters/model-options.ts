import {
  checkKeys,
  checkNumber,
  checkOneOf,
  checkString,
  invalidOption,
  type Logger,
  silentLogger,
} from '@imgsearch/core';
import type { ModelManifest, Precision } from '../manifest/model-manifest.ts';
import type { ModelProfile, ProfiledModel } from '../manifest/model-profile.ts';
import { parseManifest } from '../manifest/parse-manifest.ts';
import { PRECISIONS } from '../manifest/parse-model-file.ts';
import { parseProfile } from '../manifest/parse-profile.ts';
import { findPreset, type PresetId } from '../presets/presets.ts';
import type { OnnxRuntime } from '../runtime/onnx-runtime.ts';

/** What the three model factories have in common. */
export interface OnnxModelOptions<Manifest extends ModelManifest> {
  /** Owns workers and sessions; share one among all models of an application. */
  readonly runtime: OnnxRuntime;
  /** A model that the package describes. Give this or `manifest`. */
  readonly preset?: PresetId | undefined;
  /** A model of your own. Give this or `preset`. */
  readonly manifest?: Manifest | undefined;
  /** The model file, or the folder that the manifest's paths start from. Default: the working directory. */
  readonly modelPath?: string | undefined;
  /** Which of the manifest's files. Default: what the profile chose, else `fp32`, or the first that the manifest has. */
  readonly precision?: Precision | undefined;
  /**
   * What `imgsearch models bench` found to run best on this machine: precision and batch size of the models that it
   * names, unless they are given here. Other models are left as they are.
   */
  readonly profile?: ModelProfile | undefined;
  /** Taken where the first file is missing or corrupt; told in `info.warnings` and to the logger. */
  readonly fallbackModelPath?: string | undefined;
  /**
   * Most inputs of one run, and `info.maxBatchSize`. Memory grows with it; on a GPU what does not fit is halved, and
   * said. Default: 8, or 4 masks; on a GPU four times that.
   */
  readonly batchSize?: number | undefined;
  readonly logger?: Logger | undefined;
}

type ManifestOf<Task> = Extract<ModelManifest, { task: Task }>;

export interface ResolvedModelOptions<Task extends ModelManifest['task']> {
  readonly runtime: OnnxRuntime;
  readonly manifest: ManifestOf<Task>;
  readonly modelPath: string | undefined;
  readonly precision: Precision | undefined;
  /** What the profile says of this model. */
  readonly profiled: ProfiledModel | undefined;
  readonly fallbackModelPath: string | undefined;
  readonly batchSize: number | undefined;
  readonly logger: Logger;
}

const KEYS = [
  'runtime',
  'preset',
  'manifest',
  'modelPath',
  'precision',
  'profile',
  'fallbackModelPath',
  'batchSize',
  'logger',
];

/** Checks what a model factory was given, and finds the manifest. @throws ImageSearchError INVALID_OPTIONS */
export function resolveModelOptions<Task extends ModelManifest['task']>(
  options: OnnxModelOptions<ManifestOf<Task>>,
  task: Task,
  furtherKeys: readonly string[] = [],
): ResolvedModelOptions<Task> {
  checkKeys('options', options, [...KEYS, ...furtherKeys]);
  const { runtime, modelPath, precision, profile, fallbackModelPath, logger } = options;
  if (typeof runtime?.load !== 'function')
    throw invalidOption('runtime', 'what createOnnxRuntime returns', runtime);
  if (modelPath !== undefined) checkString('modelPath', modelPath);
  if (fallbackModelPath !== undefined) checkString('fallbackModelPath', fallbackModelPath);
  if (precision !== undefined) checkOneOf('precision', precision, PRECISIONS);
  const manifest = resolveManifest(options, task);
  const profiled = profile && parseProfile(profile).models[manifest.id];
  return {
    runtime,
    manifest,
    modelPath,
    precision: precision ?? profiled?.precision,
    profiled,
    fallbackModelPath,
    batchSize:
      options.batchSize === undefined
        ? profiled?.batchSize
        : checkNumber('batchSize', options.batchSize, { min: 1, max: 1024, integer: true }),
    logger: logger ?? silentLogger,
  };
}

function resolveManifest<Task extends ModelManifest['task']>(
  { preset, manifest }: OnnxModelOptions<ManifestOf<Task>>,
  task: Task,
): ManifestOf<Task> {
  if ((preset === undefined) === (manifest === undefined))
    throw invalidOption(
      'preset',
      'the name of a preset where no manifest is given (give one of the two)',
      preset,
    );
  if (preset !== undefined) return findPreset(checkString('preset', preset), task);
  const found = parseManifest(manifest);
  if (found.task !== task) throw invalidOption('manifest', `a manifest of the task "${task}"`, found.task);
  return found as ManifestOf<Task>;
}
