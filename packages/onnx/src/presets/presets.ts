import { invalidOption } from '@imgsearch/core';
import type {
  ClassificationManifest,
  EmbeddingManifest,
  ModelManifest,
  SegmentationManifest,
} from '../manifest/model-manifest.ts';
import { clipVitB32 } from './clip-vit-b-32.ts';
import { isnetGeneral } from './isnet-general.ts';
import { resnet50 } from './resnet-50.ts';
import { resnet50V1 } from './resnet-50-v1.ts';
import { siglipBasePatch16 } from './siglip-base-patch16-224.ts';
import { u2net } from './u2net.ts';
import { u2netp } from './u2netp.ts';
import { unet512 } from './unet-512.ts';

export type SegmentationPresetId = 'u2net' | 'u2netp' | 'unet-512' | 'isnet-general';
export type EmbeddingPresetId = 'clip-vit-b-32' | 'siglip-base-patch16-224';
export type ClassificationPresetId = 'resnet-50' | 'resnet-50-v1';
export type PresetId = SegmentationPresetId | EmbeddingPresetId | ClassificationPresetId;

/** Manifests of public models, by id. Weights are not included: `models/export` says how to make the files. */
export const presets: Readonly<
  Record<SegmentationPresetId, SegmentationManifest> &
    Record<EmbeddingPresetId, EmbeddingManifest> &
    Record<ClassificationPresetId, ClassificationManifest>
> = {
  u2net,
  u2netp,
  'unet-512': unet512,
  'isnet-general': isnetGeneral,
  'clip-vit-b-32': clipVitB32,
  'siglip-base-patch16-224': siglipBasePatch16,
  'resnet-50': resnet50,
  'resnet-50-v1': resnet50V1,
};

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
