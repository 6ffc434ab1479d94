import { ImageSearchError, type Logger } from '@imgsearch/core';
import type { CheckedModel } from '../runtime/check-model.ts';
import type { LoadedModel } from '../runtime/onnx-runtime.ts';
import type { Job } from '../runtime/protocol.ts';

export interface BatchToFit {
  readonly model: LoadedModel;
  /** Batch that the graph itself is bound to. */
  readonly batch: CheckedModel['batch'];
  /** Asked for, or undefined: then the default of the provider. */
  readonly wanted: number | undefined;
  readonly defaults: { readonly cpu: number; readonly gpu: number };
  /** A job of so many inputs without meaning. */
  readonly probe: (count: number) => Omit<Job, 'batch'>;
  readonly logger: Logger;
}

/**
 * How many inputs go into one call. On a GPU it is tried in every worker before anybody waits: the first run of a shape
 * builds TensorRT's engine or chooses cuDNN's algorithms, which takes seconds to minutes, and the largest batch comes
 * first, so that one engine serves all sizes up to it. What does not fit into memory is halved, and what fits is run
 * twice, because a second run can need more.
 * @throws ImageSearchError OUT_OF_MEMORY where not even one input fits, or what else a run fails with
 */
export async function fitBatch(
  options: BatchToFit,
): Promise<{ readonly batchSize: number; readonly warnings: readonly string[] }> {
  const { model, batch, wanted, defaults, probe, logger } = options;
  const { provider } = model.session;
  if (provider !== 'cuda' && provider !== 'tensorrt')
    return { batchSize: wanted ?? defaults.cpu, warnings: [] };
  const asked = wanted ?? defaults.gpu;
  const run = (count: number): Promise<void> =>
    model.runEverywhere({
      ...probe(count),
      batch: { size: Math.min(count, batch.limit), fixed: batch.fixed },
    });
  for (let size = asked; ; size = Math.floor(size / 2)) {
    try {
      await run(size);
      await run(size);
      if (size > 1) await run(1);
      if (size === asked) return { batchSize: size, warnings: [] };
      const warning = `Batches of ${asked} did not fit into the memory of the GPU: ${model.path} gets ${size} at most.`;
      logger.warn(warning);
      return { batchSize: size, warnings: [warning] };
    } catch (error) {
      const tooLarge = ImageSearchError.isInstance(error) && error.code === 'OUT_OF_MEMORY';
      if (!tooLarge || size === 1 || batch.fixed) throw error;
    }
  }
}
