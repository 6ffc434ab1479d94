export type * from './manifest/model-manifest.ts';
export type * from './manifest/model-profile.ts';
export { parseManifest } from './manifest/parse-manifest.ts';
export { parseProfile } from './manifest/parse-profile.ts';
export { inputLength, preprocess } from './preprocessing/preprocess.ts';
export type { HubSource, ModelCard } from './presets/model-card.ts';
export { modelCards } from './presets/model-cards.ts';
export {
  type ClassificationPresetId,
  type EmbeddingPresetId,
  findPreset,
  type PresetId,
  presets,
  type SegmentationPresetId,
} from './presets/presets.ts';
