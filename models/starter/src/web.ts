import { describeModels, type StarterModels } from './describe-models.ts';

export type { StarterModel, StarterModels } from './describe-models.ts';

/**
 * The same three models for a page, which fetches them from where the host serves the package's folder `weights`.
 * @param address of the folder that holds `weights`, seen from the page
 * @example
 * import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/web';
 * import { starterModelsAt } from '@imgsearch/models-starter/web';
 *
 * const runtime = createOnnxRuntime({ wasmPaths: '/ort/' });
 * const embedder = await createOnnxEmbedder({ runtime, ...starterModelsAt('/models/').embedding });
 */
export const starterModelsAt = (address: string): StarterModels => describeModels(() => address);
