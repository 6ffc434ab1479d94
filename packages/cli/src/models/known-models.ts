import { starterModels } from '@imgsearch/models-starter';
import { type ModelCard, type ModelManifest, modelCards, type PresetId, presets } from '@imgsearch/onnx';
import { type OnnxModelFiles, readAnyManifest } from './read-manifest.ts';

/** A model that the terminal knows by its id. */
export interface KnownModel {
  readonly manifest: ModelManifest;
  /** Of public models. */
  readonly card?: ModelCard | undefined;
  /** Of starter models: the folder that their files come in. */
  readonly modelPath?: string | undefined;
}

export function knownModels(): KnownModel[] {
  const included = Object.values(starterModels) as readonly OnnxModelFiles[];
  const published = Object.entries(presets).map(([id, manifest]) => ({
    manifest,
    card: modelCards[id as PresetId],
  }));
  return [...included, ...published];
}

/** A model by its id, or by the path of its manifest. @throws ImageSearchError MODEL_NOT_FOUND, INVALID_OPTIONS */
export function findModel(idOrPath: string): KnownModel {
  return knownModels().find(({ manifest }) => manifest.id === idOrPath) ?? readAnyManifest(idOrPath);
}

/** Whether the licence of the weights allows commercial use; what is not known is not called allowed. */
export function commercialUse({ commercialUse: allowed }: ModelManifest): 'yes' | 'no' | 'not stated' {
  return allowed === undefined ? 'not stated' : allowed ? 'yes' : 'no';
}

/** One line about the licence, as people must read it before they use the weights. */
export function licenceLine(manifest: ModelManifest): string {
  const says = {
    yes: 'commercial use is allowed',
    no: 'NO COMMERCIAL USE: for research and trials alone',
    'not stated': 'whether commercial use is allowed is not stated: ask whoever made the weights',
  };
  return `licence ${manifest.licence}, ${says[commercialUse(manifest)]}`;
}

/** Numbers of an embedding, or labels of a classifier. */
export function outputSize(manifest: ModelManifest): number | undefined {
  if (manifest.task === 'embedding') return manifest.output.dimensions;
  return manifest.task === 'classification' ? manifest.labels.length : undefined;
}
