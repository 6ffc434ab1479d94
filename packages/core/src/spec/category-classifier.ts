import type { CallOptions } from './call-options.ts';
import type { Component, ModelInfo } from './component.ts';
import type { RasterImage } from './raster-image.ts';

export interface ClassifierInfo extends ModelInfo {
  /** Category ids of the taxonomy, in the order of `probabilities`. */
  readonly categories: readonly string[];
}

/** Probability per category, 0 to 1, in the order of `info.categories`. May sum to less than 1. */
export interface Classification {
  readonly probabilities: Float32Array;
}

/** Looks at the picture itself (ResNet-50 style). */
export interface ImageClassifier extends Component {
  readonly input: 'image';
  readonly info: ClassifierInfo;
  classify(images: readonly RasterImage[], options?: CallOptions): Promise<Classification[]>;
}

/** A head on the embedder's vectors: one trunk, two answers. */
export interface EmbeddingClassifier extends Component {
  readonly input: 'embedding';
  readonly info: ClassifierInfo;
  classify(vectors: readonly Float32Array[], options?: CallOptions): Promise<Classification[]>;
}

/** Says what a picture shows. The confidence threshold is policy and lives in the pipeline. */
export type CategoryClassifier = ImageClassifier | EmbeddingClassifier;
