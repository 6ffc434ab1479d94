import {
  type CallOptions,
  type Classification,
  type ClassifierInfo,
  type EmbeddingClassifier,
  type ImageClassifier,
  ImageSearchError,
  type RasterImage,
  SPEC_VERSION,
} from '@imgsearch/core';
import type { ClassificationManifest } from '../manifest/model-manifest.ts';
import { checkModel } from '../runtime/check-model.ts';
import type { Job, JobInput } from '../runtime/protocol.ts';
import { createCallGate } from './call-gate.ts';
import { checkRasters, probeRaster } from './check-rasters.ts';
import { fingerprint } from './fingerprint.ts';
import { fitBatch } from './fit-batch.ts';
import { labelCategories } from './label-categories.ts';
import { loadModel } from './load-model.ts';
import { type OnnxModelOptions, resolveModelOptions } from './model-options.ts';
import { runBatches } from './run-batches.ts';

export type OnnxClassifierOptions<Manifest extends ClassificationManifest = ClassificationManifest> =
  OnnxModelOptions<Manifest>;

/**
 * A classifier of pictures or, where the manifest's input has `dimensions`, of an embedder's vectors.
 * `info.categories` are the manifest's categories in the order in which its labels first name them.
 *
 * @example
 * ```ts
 * const classifier = await createOnnxClassifier({ runtime, manifest, modelPath: './models/category' });
 * if (classifier.input === 'image') console.log(await classifier.classify([raster]));
 * ```
 * @throws ImageSearchError INVALID_OPTIONS, MODEL_NOT_FOUND, MODEL_CORRUPT, MODEL_MISMATCH, PROVIDER_UNAVAILABLE
 */
export async function createOnnxClassifier(
  options: OnnxClassifierOptions,
): Promise<ImageClassifier | EmbeddingClassifier> {
  const {
    manifest,
    batchSize: wanted,
    profiled: _,
    ...rest
  } = resolveModelOptions(options, 'classification');
  const { input } = manifest;
  const { model, warnings } = await loadModel({ ...rest, manifest });
  try {
    const checked = checkModel(model.path, model.session, {
      inputs: [
        {
          name: input.name,
          types: ['float32', 'float16'],
          shape:
            'preprocessing' in input
              ? ['batch', 3, input.preprocessing.height, input.preprocessing.width]
              : ['batch', input.dimensions],
        },
      ],
      output: { name: manifest.output.name, ranks: [2, 3, 4] },
      maxBatchSize: manifest.maxBatchSize,
    });
    const { categories, categoryOfLabel } = labelCategories(manifest);
    const { activation } = manifest.output;
    const output: Job['output'] = {
      kind: 'classification',
      name: checked.output.name,
      activation,
      categoryOfLabel,
      categories: categories.length,
    };
    const { name, type } = checked.inputs[0]!;
    const imageInput = (images: readonly RasterImage[]): JobInput => {
      if (!('preprocessing' in input)) throw new TypeError('This classifier takes vectors.');
      return { kind: 'rasters', name, type, preprocessing: input.preprocessing, images };
    };
    const vectorInput = (vectors: readonly Float32Array[]): JobInput => ({
      kind: 'vectors',
      name,
      type,
      vectors,
    });

    const probe = (count: number): JobInput =>
      'preprocessing' in input
        ? imageInput(new Array<RasterImage>(count).fill(probeRaster()))
        : vectorInput(new Array<Float32Array>(count).fill(new Float32Array(input.dimensions).fill(0.1)));
    const { batchSize, warnings: tight } = await fitBatch({
      model,
      batch: checked.batch,
      wanted,
      defaults: { cpu: 8, gpu: 32 },
      probe: (count) => ({ output, input: probe(count) }),
      logger: rest.logger,
    });
    const job: Omit<Job, 'input'> = {
      output,
      batch: { size: Math.min(batchSize, checked.batch.limit), fixed: checked.batch.fixed },
    };
    // What a graph leaves open in its shapes is seen in an answer; so the number of labels is known at load.
    await model.run({ ...job, input: probe(1) });

    const gate = createCallGate(manifest.id);
    const close = (): Promise<void> => gate.close(model.release);
    const info: ClassifierInfo = {
      id: manifest.id,
      fingerprint: await fingerprint({
        weights: model.weights,
        input,
        activation,
        categories,
        categoryOfLabel,
      }),
      maxBatchSize: batchSize,
      provider: model.session.provider,
      runner: options.runtime.runner,
      warnings: [...warnings, ...tight],
      categories,
    };
    const classify = async <Input>(
      inputs: readonly Input[],
      toInput: (inputs: readonly Input[]) => JobInput,
      callOptions: CallOptions | undefined,
    ): Promise<Classification[]> => {
      const rows = await runBatches<Input, Float32Array>(model, inputs, batchSize, toInput, job, callOptions);
      return rows.map((probabilities) => ({ probabilities }));
    };
    const common = {
      specVersion: SPEC_VERSION as typeof SPEC_VERSION,
      info,
      close,
      [Symbol.asyncDispose]: close,
    };
    if ('preprocessing' in input)
      return {
        ...common,
        input: 'image',
        classify: (images, callOptions) =>
          gate.enter(async () => {
            checkRasters(images);
            return classify(images, imageInput, callOptions);
          }),
      };
    return {
      ...common,
      input: 'embedding',
      classify: (vectors, callOptions) =>
        gate.enter(async () => {
          checkVectors(vectors, input.dimensions);
          return classify(vectors, vectorInput, callOptions);
        }),
    };
  } catch (error) {
    await model.release();
    throw error;
  }
}

function checkVectors(vectors: readonly Float32Array[], dimensions: number): void {
  const wrong = vectors.find((vector) => vector.length !== dimensions);
  if (wrong)
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `The classifier takes vectors of ${dimensions} numbers, but got one of ${wrong.length}.`,
      hint: 'Use the head that was trained on this embedder.',
    });
}
