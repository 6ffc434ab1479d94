import { invalidOption } from '@imgsearch/core';
import type {
  ClassificationManifest,
  EmbeddingManifest,
  ModelManifest,
  SegmentationManifest,
} from '../manifest/model-manifest.ts';
import { clip } from './clip.ts';
import { dinov2 } from './dinov2.ts';
import { resnet } from './resnet.ts';
import { salientObjects } from './salient-objects.ts';
import { siglip } from './siglip.ts';

export type SegmentationPresetId = keyof typeof salientObjects;
export type EmbeddingPresetId = keyof typeof clip | keyof typeof siglip | keyof typeof dinov2;
export type ClassificationPresetId = keyof typeof resnet;
export type PresetId = SegmentationPresetId | EmbeddingPresetId | ClassificationPresetId;

type Presets = Record<SegmentationPresetId, SegmentationManifest> &
  Record<EmbeddingPresetId, EmbeddingManifest> &
  Record<ClassificationPresetId, ClassificationManifest>;

const allPresets = (): Presets => ({ ...salientObjects, ...clip, ...siglip, ...dinov2, ...resnet });

/**
 * Manifests of public models, by id. Weights are not included: `modelCards` says where they are, and `models/export`
 * how to make the files. Paths are those of the Hugging Face Hub, relative to the repository.
 */
export const presets: Readonly<Presets> = /* @__PURE__ */ allPresets();

/**
 * The manifest of a public model.
 * @param task what the model must be for; a preset for another task is refused
 * @throws ImageSearchError INVALID_OPTIONS that lists the ids there are
 * @example
 * const manifest = findPreset('clip-vit-b-32', 'embedding');
 */
export function findPreset<T extends ModelManifest['task']>(
  id: string,
  task: T,
): Extract<ModelManifest, { task: T }> {
  const manifest = Object.hasOwn(presets, id) ? presets[id as PresetId] : undefined;
  if (manifest?.task === task) return manifest as Extract<ModelManifest, { task: T }>;
  const fitting = Object.values(presets).filter((preset) => preset.task === task);
  throw invalidOption(
    'preset',
    `one of ${fitting.map((preset) => JSON.stringify(preset.id)).join(', ')}`,
    id,
    manifest
      ? `"${id}" is a ${manifest.task} model, and this takes one for ${task}.`
      : 'Choose one of them, or describe the model in a manifest of your own and pass it as "manifest".',
  );
}
