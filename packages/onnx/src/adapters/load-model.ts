import { ImageSearchError, invalidOption, type Logger } from '@imgsearch/core';
import type { ModelFile, ModelManifest, Precision } from '../manifest/model-manifest.ts';
import type { LoadedModel, OnnxRuntime } from '../runtime/onnx-runtime.ts';

export interface ModelToLoad {
  readonly runtime: OnnxRuntime;
  readonly manifest: Pick<ModelManifest, 'id' | 'files' | 'licence' | 'commercialUse'>;
  readonly modelPath?: string | undefined;
  readonly precision?: Precision | undefined;
  readonly fallbackModelPath?: string | undefined;
  readonly logger: Logger;
}

/**
 * Loads the file of a precision, or the fallback where that one is missing or corrupt.
 * @throws ImageSearchError as `OnnxRuntime.load`; of two failed files, the first with the second in its message
 */
export async function loadModel(
  options: ModelToLoad,
): Promise<{ readonly model: LoadedModel; readonly warnings: readonly string[] }> {
  const { runtime, manifest, modelPath, fallbackModelPath, logger } = options;
  const file = fileOf(manifest.files, options.precision);
  const terms =
    manifest.commercialUse === false
      ? [`The licence of "${manifest.id}" (${manifest.licence}) does not allow commercial use.`]
      : [];
  for (const warning of terms) logger.warn(warning);
  try {
    const model = await runtime.load({ modelPath, file });
    return { model, warnings: [...terms, ...model.session.warnings] };
  } catch (error) {
    if (fallbackModelPath === undefined || !isUnusableFile(error)) throw error;
    try {
      // Another file by intent, so the manifest's size and SHA-256 do not apply; its tensors are still checked.
      const model = await runtime.load({ modelPath: fallbackModelPath, file: { path: file.path } });
      const warning = `${error.message} Using the fallback ${model.path} instead.`;
      logger.warn(warning);
      return { model, warnings: [...terms, warning, ...model.session.warnings] };
    } catch (second) {
      throw new ImageSearchError({
        code: error.code,
        message: `${error.message} The fallback failed too: ${second instanceof Error ? second.message : second}`,
        hint: error.hint,
        cause: error,
      });
    }
  }
}

/** The manifest's file for a precision. @throws ImageSearchError INVALID_OPTIONS */
export function fileOf(files: ModelManifest['files'], precision: Precision | undefined): ModelFile {
  const available = Object.keys(files) as Precision[];
  const chosen = precision ?? (files.fp32 ? 'fp32' : available[0]);
  const file = chosen && files[chosen];
  if (!file)
    throw invalidOption('precision', `one of ${available.join(', ')}, which this model has`, precision);
  return file;
}

const isUnusableFile = (error: unknown): error is ImageSearchError =>
  ImageSearchError.isInstance(error) && (error.code === 'MODEL_NOT_FOUND' || error.code === 'MODEL_CORRUPT');
