import { type RasterEmbedder, type RasterImage, SPEC_VERSION } from '@imgsearch/core';
import type { EmbeddingManifest, Precision } from '../manifest/model-manifest.ts';
import type { ProfiledModel } from '../manifest/model-profile.ts';
import { checkModel } from '../runtime/check-model.ts';
import type { Job, JobInput } from '../runtime/protocol.ts';
import { createCallGate } from './call-gate.ts';
import { checkRasters, probeRaster } from './check-rasters.ts';
import { createTextTower } from './create-text-tower.ts';
import { fingerprint } from './fingerprint.ts';
import { fitBatch } from './fit-batch.ts';
import { loadModel } from './load-model.ts';
import { type OnnxModelOptions, resolveModelOptions } from './model-options.ts';
import { runBatches } from './run-batches.ts';

export interface OnnxEmbedderOptions extends OnnxModelOptions<EmbeddingManifest> {
  /**
   * Whether to offer `embedTexts`. Default `auto`: where the manifest has a text tower and its files are there; it is
   * then loaded by the first text, because it takes as much memory as the image tower. `true` loads and checks it now.
   */
  readonly text?: 'auto' | boolean | undefined;
}

/**
 * An embedder of pictures, loaded and checked; every vector has unit length.
 *
 * @example
 * ```ts
 * const embedder = await createOnnxEmbedder({ runtime, preset: 'clip-vit-b-32', modelPath: './models/clip' });
 * const [vector] = await embedder.embedImages([raster]);
 * const [query] = (await embedder.embedTexts?.(['a red shoe'])) ?? [];
 * ```
 * @throws ImageSearchError INVALID_OPTIONS, MODEL_NOT_FOUND, MODEL_CORRUPT, MODEL_MISMATCH, PROVIDER_UNAVAILABLE
 */
export async function createOnnxEmbedder(options: OnnxEmbedderOptions): Promise<RasterEmbedder> {
  const {
    manifest,
    batchSize: wanted,
    profiled,
    ...rest
  } = resolveModelOptions(options, 'embedding', ['text']);
  const { model, warnings } = await loadModel({ ...rest, manifest });
  const { preprocessing, name } = manifest.input;
  const { dimensions, pooling = 'none' } = manifest.output;
  try {
    const checked = checkModel(model.path, model.session, {
      inputs: [
        {
          name,
          types: ['float32', 'float16'],
          shape: ['batch', 3, preprocessing.height, preprocessing.width],
        },
      ],
      output: {
        name: manifest.output.name,
        ...(pooling === 'cls' ? { ranks: [3], lastDimension: dimensions } : { ranks: [2, 3, 4] }),
      },
      maxBatchSize: manifest.maxBatchSize,
    });
    const output: Job['output'] = { kind: 'embedding', name: checked.output.name, pooling, dimensions };
    const toInput = (images: readonly RasterImage[]): JobInput => ({
      kind: 'rasters',
      name: checked.inputs[0]!.name,
      type: checked.inputs[0]!.type,
      preprocessing,
      images,
    });
    const { batchSize, warnings: tight } = await fitBatch({
      model,
      batch: checked.batch,
      wanted,
      defaults: { cpu: 8, gpu: 32 },
      probe: (count) => ({ output, input: toInput(new Array<RasterImage>(count).fill(probeRaster())) }),
      logger: rest.logger,
    });
    const job: Omit<Job, 'input'> = {
      output,
      batch: { size: Math.min(batchSize, checked.batch.limit), fixed: checked.batch.fixed },
    };
    // What a graph leaves open in its shapes is seen in an answer; so the dimensions are known at load.
    await model.run({ ...job, input: toInput([probeRaster()]) });

    const tower = await createTextTower({
      text: options.text ?? 'auto',
      manifest,
      batchSize,
      load: { ...rest, modelPath: model.path },
    });
    const gate = createCallGate(manifest.id);
    const close = (): Promise<void> =>
      gate.close(async () => {
        await Promise.all([model.release(), tower?.release()]);
      });
    return {
      specVersion: SPEC_VERSION,
      input: 'raster',
      info: {
        id: manifest.id,
        fingerprint: await fingerprint({ weights: model.weights, preprocessing, dimensions, pooling }),
        maxBatchSize: batchSize,
        provider: model.session.provider,
        runner: options.runtime.runner,
        warnings: [...warnings, ...tight],
        dimensions,
        sameSpaceAs: sameSpaceAs(manifest, profiled, rest.precision),
      },
      embedImages: (images, callOptions) =>
        gate.enter(async () => {
          checkRasters(images);
          return runBatches<RasterImage, Float32Array>(model, images, batchSize, toInput, job, callOptions);
        }),
      ...(tower && {
        embedTexts: (texts, callOptions) => gate.enter(() => tower.embed(texts, callOptions)),
      }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await model.release();
    throw error;
  }
}

/** Of the manifest and, for the precision that it chose, of the profile. */
function sameSpaceAs(
  manifest: EmbeddingManifest,
  profiled: ProfiledModel | undefined,
  precision: Precision | undefined,
): string[] | undefined {
  const measured = profiled?.precision === precision ? profiled?.sameSpaceAs : undefined;
  const all = [...(manifest.sameSpaceAs ?? []), ...(measured ?? [])].map(({ fingerprint }) => fingerprint);
  return all.length > 0 ? [...new Set(all)] : undefined;
}
