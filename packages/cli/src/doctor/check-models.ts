import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
  type BackgroundRemover,
  type CategoryClassifier,
  ImageSearchError,
  type RasterEmbedder,
} from '@imgsearch/core';
import type { ModelFile, ModelManifest, ModelProfile } from '@imgsearch/onnx';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
  type OnnxRuntime,
} from '@imgsearch/onnx/node';
import { type ChosenModel, chosenModels } from '../chosen-models.ts';
import type { ModelChoice } from '../components.ts';
import { readProfile } from '../read-profile.ts';
import { brokenBy, type Finding } from './finding.ts';

/**
 * The models, one after the other, each for itself: whether its files are what its manifest says, and whether it
 * loads. In a child process, because a file that is broken in the right way crashes native code.
 */
export async function* checkModels(choice: ModelChoice): AsyncGenerator<Finding> {
  const profile = readProfile(choice.profile);
  const runtime = createOnnxRuntime({ isolation: 'process', workers: 1 });
  try {
    for (const model of chosenModels(choice)) yield await checkModel(runtime, model, profile);
  } finally {
    await runtime.close();
  }
}

async function checkModel(
  runtime: OnnxRuntime,
  { role, read }: ChosenModel,
  profile: ModelProfile | undefined,
): Promise<Finding> {
  let details: readonly string[] = [];
  try {
    const { manifest, modelPath } = await read();
    const files = await checkFiles(runtime, manifest, modelPath);
    details = files.map(({ text }) => text);
    const model = await openModel(runtime, manifest, { modelPath, profile });
    const { provider, warnings = [] } = model.info;
    await model.close?.();
    const aside = files.filter(({ broken }) => broken);
    return {
      check: 'model',
      state: aside.length > 0 || warnings.length > 0 ? 'note' : 'fine',
      summary: `${role}: ${manifest.id} loads and answers`,
      details: [...details, ...warnings],
      next:
        aside.length > 0
          ? ['Another precision of this model is broken: fetch it again before you use it.']
          : [],
      facts: { role, id: manifest.id, provider, files: files.map(({ text: _, ...facts }) => facts) },
    };
  } catch (error) {
    const finding = brokenBy(error, 'model', role, details);
    return { ...finding, facts: { role, ...finding.facts } };
  }
}

function openModel(
  runtime: OnnxRuntime,
  manifest: ModelManifest,
  options: { readonly modelPath: string; readonly profile: ModelProfile | undefined },
): Promise<BackgroundRemover | RasterEmbedder | CategoryClassifier> {
  if (manifest.task === 'segmentation') return createOnnxBackgroundRemover({ runtime, manifest, ...options });
  if (manifest.task === 'embedding') return createOnnxEmbedder({ runtime, manifest, ...options });
  return createOnnxClassifier({ runtime, manifest, ...options });
}

interface CheckedFile {
  readonly path: string;
  /** A line about it. */
  readonly text: string;
  readonly broken: boolean;
}

/** Every file that a manifest names, whichever of them is used: a pulled folder holds several precisions. */
async function checkFiles(
  runtime: OnnxRuntime,
  manifest: ModelManifest,
  modelPath: string,
): Promise<CheckedFile[]> {
  const text = manifest.task === 'embedding' ? manifest.text : undefined;
  const named: [what: string, file: ModelFile | undefined][] = [
    ...Object.entries(manifest.files),
    ...Object.entries(text?.files ?? {}).map(([precision, file]): [string, ModelFile | undefined] => [
      `text, ${precision}`,
      file,
    ]),
    ['tokenizer', text?.tokenizer],
  ];
  const checked: CheckedFile[] = [];
  for (const [what, file] of named) if (file) checked.push(await checkFile(runtime, what, file, modelPath));
  return checked;
}

async function checkFile(
  runtime: OnnxRuntime,
  what: string,
  file: ModelFile,
  modelPath: string,
): Promise<CheckedFile> {
  const found = (text: string, broken = false): CheckedFile => ({
    path: file.path,
    text: `${what}: ${file.path} ${text}`,
    broken,
  });
  try {
    const place = await runtime.locate({ modelPath, file });
    if (file.sha256 === undefined) return found('is there; the manifest states no SHA-256 to compare with');
    const sha256 = await hash(place);
    return sha256 === file.sha256
      ? found('is what the manifest says')
      : found(`is another file: its SHA-256 is ${sha256}`, true);
  } catch (error) {
    if (!ImageSearchError.isInstance(error)) throw error;
    if (error.code === 'MODEL_NOT_FOUND') return found('is not there');
    return found(`is broken: ${error.message}`, true);
  }
}

async function hash(file: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(file), sum);
  return sum.digest('hex');
}
