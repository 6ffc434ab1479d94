import type { ClassificationManifest, EmbeddingManifest, SegmentationManifest } from '@imgsearch/onnx';
import background from './manifests/background.json' with { type: 'json' };
import category from './manifests/category.json' with { type: 'json' };
import embedding from './manifests/embedding.json' with { type: 'json' };

/** What a model factory of `@imgsearch/onnx` takes. */
export interface StarterModel<Manifest> {
  readonly manifest: Manifest;
  /** Absolute path, or address, of the folder from which the manifest names its files. */
  readonly modelPath: string;
}

export interface StarterModels {
  /** Foreground of a product photo. */
  readonly backgroundRemoval: StarterModel<SegmentationManifest>;
  /** Look of a product, 256 numbers of unit length. Trained on cut-outs on white. */
  readonly embedding: StarterModel<EmbeddingManifest>;
  /** A head on the embedding's vectors: the leaves of the default taxonomy. Rows may sum to less than 1. */
  readonly category: StarterModel<ClassificationManifest>;
}

/** @param place of the package's own folder, asked for when a model is */
export function describeModels(place: () => string): StarterModels {
  // JSON loses tuples and literal types; the tests, and every factory again, check what is in it.
  const model = <Manifest>(manifest: object): StarterModel<Manifest> => ({
    manifest: manifest as Manifest,
    modelPath: place(),
  });
  return {
    get backgroundRemoval() {
      return model<SegmentationManifest>(background);
    },
    get embedding() {
      return model<EmbeddingManifest>(embedding);
    },
    get category() {
      return model<ClassificationManifest>(category);
    },
  };
}
