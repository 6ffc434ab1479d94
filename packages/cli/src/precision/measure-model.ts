// Measures one precision of one model, in a process of its own, so that its memory is its own. Takes one
// `MeasureTask` and answers with one `MeasureReply`.
import { readFile } from 'node:fs/promises';
import { ImageSearchError, type RasterImage } from '@imgsearch/core';
import type { ModelManifest, Precision } from '@imgsearch/onnx';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
  type OnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';

export interface MeasureTask {
  readonly manifest: ModelManifest;
  readonly modelPath: string;
  readonly precision: Precision;
  readonly batchSizes: readonly number[];
  /** Picture files. */
  readonly files: readonly string[];
  /** Of each batch size. */
  readonly milliseconds: number;
}

export interface Measurement {
  readonly picturesASecond: Readonly<Record<string, number>>;
  readonly memory: number;
  readonly fingerprint: string;
  readonly provider: string;
  /** What the model said of each picture: vector, mask or probabilities. */
  readonly answers: readonly Float32Array[];
}

export type MeasureReply =
  | { readonly ok: true; readonly measurement: Measurement }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly hint?: string | undefined;
    };

interface RunningModel {
  readonly fingerprint: string;
  readonly provider: string;
  run(images: readonly RasterImage[]): Promise<Float32Array[]>;
}

const LIMITS = { maxBytes: 50e6, maxPixels: 100e6, maxFrames: 1, timeout: 60_000, workingSize: 512 };

async function measure(task: MeasureTask): Promise<Measurement> {
  const pictures = await decodeAll(task.files);
  const before = process.memoryUsage.rss();
  const runtime = createOnnxRuntime();
  try {
    const model = await openModel(runtime, task, Math.max(...task.batchSizes));
    // One by one: vectors of int8 models depend on their batch mates.
    const answers: Float32Array[] = [];
    for (const picture of pictures) answers.push(...(await model.run([picture])));
    const picturesASecond: Record<string, number> = {};
    for (const size of task.batchSizes)
      picturesASecond[size] = await rate(model, pictures, size, runtime.info.workers, task.milliseconds);
    const memory = process.memoryUsage.rss() - before;
    const { fingerprint, provider } = model;
    return { picturesASecond, memory, fingerprint, provider, answers };
  } finally {
    await runtime.close();
  }
}

async function decodeAll(files: readonly string[]): Promise<RasterImage[]> {
  const imageProcessor = createSharpImageProcessor();
  const pictures: RasterImage[] = [];
  let refused: unknown;
  for (const file of files) {
    try {
      pictures.push(await imageProcessor.decode(await readFile(file), LIMITS));
    } catch (error) {
      refused = error;
    }
  }
  await imageProcessor.close?.();
  if (pictures.length > 0) return pictures;
  throw refused;
}

async function openModel(
  runtime: OnnxRuntime,
  { manifest, modelPath, precision }: MeasureTask,
  batchSize: number,
): Promise<RunningModel> {
  const common = { runtime, modelPath, precision, batchSize };
  if (manifest.task === 'segmentation') {
    const remover = await createOnnxBackgroundRemover({ ...common, manifest });
    return {
      ...facts(remover.info),
      run: async (images) => (await remover.segment(images)).map(({ data }) => Float32Array.from(data)),
    };
  }
  if (manifest.task === 'embedding') {
    const embedder = await createOnnxEmbedder({ ...common, manifest, text: false });
    return { ...facts(embedder.info), run: (images) => embedder.embedImages(images) };
  }
  const classifier = await createOnnxClassifier({ ...common, manifest });
  if (classifier.input !== 'image')
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `${manifest.id} looks at vectors, not at pictures: it has nothing to measure here.`,
      hint: 'Name a classifier that takes pictures, or leave it out.',
    });
  return {
    ...facts(classifier.info),
    run: async (images) => (await classifier.classify(images)).map(({ probabilities }) => probabilities),
  };
}

const facts = ({
  fingerprint,
  provider = 'unknown',
}: {
  fingerprint: string;
  provider?: string | undefined;
}) => ({
  fingerprint,
  provider,
});

/** Every worker kept busy, as a run of `index` does. */
async function rate(
  model: RunningModel,
  pictures: readonly RasterImage[],
  size: number,
  workers: number,
  milliseconds: number,
): Promise<number> {
  let next = 0;
  const batch = (): RasterImage[] => Array.from({ length: size }, () => pictures[next++ % pictures.length]!);
  await model.run(batch());
  const start = performance.now();
  let done = 0;
  const lane = async (): Promise<void> => {
    do {
      await model.run(batch());
      done += size;
    } while (performance.now() - start < milliseconds);
  };
  await Promise.all(Array.from({ length: workers }, lane));
  return (done / (performance.now() - start)) * 1000;
}

process.once('message', async (task: MeasureTask) => {
  let reply: MeasureReply;
  try {
    reply = { ok: true, measurement: await measure(task) };
  } catch (error) {
    const { code, hint } = ImageSearchError.isInstance(error)
      ? error
      : { code: 'INFERENCE_FAILED', hint: undefined };
    reply = { ok: false, code, hint, message: error instanceof Error ? error.message : String(error) };
  }
  process.send!(reply, () => process.disconnect());
});
