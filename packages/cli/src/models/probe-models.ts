import type { BackgroundRemover, CategoryClassifier, Embedder } from '@imgsearch/core';
import type { ModelManifest } from '@imgsearch/onnx';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  type OnnxRuntime,
} from '@imgsearch/onnx/node';
import type { Parts } from '../components.ts';
import type { OnnxModelFiles } from './read-manifest.ts';

/** What came of a picture through a model. */
export interface Probed {
  /** Absent for a model that was checked by its name. */
  readonly role?: string;
  readonly id: string;
  readonly provider: string;
  readonly milliseconds: number;
  readonly warnings: readonly string[];
}

export type ModelPart = BackgroundRemover | Embedder | CategoryClassifier;

/** A model as its task wants it. @throws ImageSearchError as the factories do */
export async function openModel(runtime: OnnxRuntime, model: OnnxModelFiles): Promise<ModelPart> {
  const { manifest, ...files } = model;
  if (manifest.task === 'segmentation') return createOnnxBackgroundRemover({ runtime, manifest, ...files });
  if (manifest.task === 'embedding') return createOnnxEmbedder({ runtime, manifest, ...files });
  return createOnnxClassifier({ runtime, manifest, ...files });
}

const SIDE = 64;
const picture = {
  width: SIDE,
  height: SIDE,
  channels: 3 as const,
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (at * 37) % 256),
};

/** Runs one picture, or for a classifier of embeddings one vector, through a model, and a second one for the time. */
export async function probeModel(
  part: ModelPart,
  manifest: ModelManifest,
  signal: AbortSignal,
): Promise<Probed> {
  const length = 'dimensions' in manifest.input ? manifest.input.dimensions : 0;
  return timed(part, () => runOnce(part, new Float32Array(length).fill(length ** -0.5), signal));
}

/** The same for the parts of a pipeline, where the classifier may take what the embedder gives. */
export async function probeParts(
  { backgroundRemover, embedder, classifier }: Parts,
  signal: AbortSignal,
): Promise<Probed[]> {
  let vector: Float32Array = new Float32Array();
  const keep = async (): Promise<void> => {
    vector = (await runOnce(embedder, vector, signal)) ?? vector;
  };
  return [
    {
      role: 'background',
      ...(await timed(backgroundRemover, () => runOnce(backgroundRemover, vector, signal))),
    },
    { role: 'embedding', ...(await timed(embedder, keep)) },
    ...(classifier
      ? [{ role: 'category', ...(await timed(classifier, () => runOnce(classifier, vector, signal))) }]
      : []),
  ];
}

async function runOnce(
  part: ModelPart,
  vector: Float32Array,
  signal: AbortSignal,
): Promise<Float32Array | undefined> {
  if ('segment' in part) await part.segment([picture], { signal });
  else if ('embedImages' in part)
    return part.input === 'raster' ? (await part.embedImages([picture], { signal }))[0] : undefined;
  else if (part.input === 'image') await part.classify([picture], { signal });
  else await part.classify([vector], { signal });
  return undefined;
}

async function timed({ info }: ModelPart, run: () => Promise<unknown>): Promise<Omit<Probed, 'role'>> {
  await run();
  const start = performance.now();
  await run();
  return {
    id: info.id,
    provider: info.provider ?? 'unknown',
    milliseconds: performance.now() - start,
    warnings: info.warnings ?? [],
  };
}
