import { type BackgroundRemover, type RasterImage, type Segmentation, SPEC_VERSION } from '@imgsearch/core';
import type { SegmentationManifest } from '../manifest/model-manifest.ts';
import { checkModel } from '../runtime/check-model.ts';
import type { Job, JobInput } from '../runtime/protocol.ts';
import { createCallGate } from './call-gate.ts';
import { checkRasters, probeRaster } from './check-rasters.ts';
import { fingerprint } from './fingerprint.ts';
import { fitBatch } from './fit-batch.ts';
import { loadModel } from './load-model.ts';
import { type OnnxModelOptions, resolveModelOptions } from './model-options.ts';
import { runBatches } from './run-batches.ts';

export type OnnxBackgroundRemoverOptions = OnnxModelOptions<SegmentationManifest>;

/**
 * A segmentation model of the U-Net family, loaded and checked. Masks come at the resolution of the model.
 *
 * @example
 * ```ts
 * const backgroundRemover = await createOnnxBackgroundRemover({
 *   runtime,
 *   preset: 'u2net',
 *   modelPath: './models/u2net.onnx',
 *   fallbackModelPath: './models/u2netp.onnx',
 * });
 * const [mask] = await backgroundRemover.segment([raster]);
 * ```
 * @throws ImageSearchError INVALID_OPTIONS, MODEL_NOT_FOUND, MODEL_CORRUPT, MODEL_MISMATCH, PROVIDER_UNAVAILABLE
 */
export async function createOnnxBackgroundRemover(
  options: OnnxBackgroundRemoverOptions,
): Promise<BackgroundRemover> {
  const { manifest, batchSize: wanted, profiled: _, ...rest } = resolveModelOptions(options, 'segmentation');
  const { model, warnings } = await loadModel({ ...rest, manifest });
  const { preprocessing, name } = manifest.input;
  try {
    const checked = checkModel(model.path, model.session, {
      inputs: [
        {
          name,
          types: ['float32', 'float16'],
          shape: ['batch', 3, preprocessing.height, preprocessing.width],
        },
      ],
      output: { name: manifest.output.name, ranks: [3, 4] },
      maxBatchSize: manifest.maxBatchSize,
    });
    const { activation, stretch, minComponentShare = 0 } = manifest.output;
    const output: Job['output'] = {
      kind: 'segmentation',
      name: checked.output.name,
      activation,
      stretch,
      minComponentShare,
    };
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
      defaults: { cpu: 4, gpu: 16 },
      probe: (count) => ({ output, input: toInput(new Array<RasterImage>(count).fill(probeRaster())) }),
      logger: rest.logger,
    });
    const job: Omit<Job, 'input'> = {
      output,
      batch: { size: Math.min(batchSize, checked.batch.limit), fixed: checked.batch.fixed },
    };
    if (checked.output.shape.length === 0) await model.run({ ...job, input: toInput([probeRaster()]) });

    const gate = createCallGate(manifest.id);
    const close = (): Promise<void> => gate.close(model.release);
    return {
      specVersion: SPEC_VERSION,
      info: {
        id: manifest.id,
        fingerprint: await fingerprint({
          weights: model.weights,
          preprocessing,
          activation,
          stretch,
          minComponentShare,
        }),
        maxBatchSize: batchSize,
        provider: model.session.provider,
        runner: options.runtime.runner,
        warnings: [...warnings, ...tight],
      },
      segment: (images, callOptions) =>
        gate.enter(() => {
          checkRasters(images);
          return runBatches<RasterImage, Segmentation>(model, images, batchSize, toInput, job, callOptions);
        }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await model.release();
    throw error;
  }
}
