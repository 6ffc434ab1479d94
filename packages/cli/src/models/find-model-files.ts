import { ImageSearchError } from '@imgsearch/core';
import { findPreset, type ModelManifest, modelCards, type PresetId, presets } from '@imgsearch/onnx';
import { pullModel } from '@imgsearch/onnx/node';
import { hubEnvironment } from './hub-environment.ts';
import { type OnnxModelFiles, readManifest } from './read-manifest.ts';

/**
 * A model by the id of a preset that `imgsearch models pull` has brought, or by its manifest. Of several precisions in
 * the cache, the most precise one is taken; without its text tower where that was left out.
 * @throws ImageSearchError MODEL_NOT_FOUND, MODEL_MISMATCH, INVALID_OPTIONS
 */
export async function findModelFiles<Task extends ModelManifest['task']>(
  name: string,
  task: Task,
): Promise<OnnxModelFiles<Extract<ModelManifest, { task: Task }>>> {
  if (!Object.hasOwn(presets, name)) return readManifest(name, task);
  const manifest = findPreset(name, task);
  const { cache } = hubEnvironment();
  for (const precision of modelCards[name as PresetId].hub?.precisions ?? [])
    for (const text of [true, false]) {
      const pulled = await pullModel(manifest, { cache, precision, text, offline: true }).catch(
        () => undefined,
      );
      if (pulled) return pulled.model;
    }
  throw new ImageSearchError({
    code: 'MODEL_NOT_FOUND',
    message: `The files of ${name} are not in the cache ${cache}.`,
    hint: modelCards[name as PresetId].hub
      ? `Bring them: imgsearch models pull ${name}`
      : 'Nobody publishes them: docs/models.md says how they are made. Name their manifest then.',
  });
}
