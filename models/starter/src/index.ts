import { fileURLToPath } from 'node:url';
import { describeModels, type StarterModels } from './describe-models.ts';

export type { StarterModel, StarterModels } from './describe-models.ts';

/**
 * Three small models, made for each other. What they were trained on, how good they are and where they fail stands in
 * the model card. Nothing is read before a factory asks for it.
 * @example
 * const runtime = createOnnxRuntime();
 * const embedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
 */
// `dist` and `src` both lie right under the package.
export const starterModels: StarterModels = describeModels(() =>
  fileURLToPath(new URL('..', import.meta.url)),
);
