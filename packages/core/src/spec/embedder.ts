import type { CallOptions } from './call-options.ts';
import type { Component, ModelInfo } from './component.ts';
import type { RasterImage } from './raster-image.ts';

export interface EmbedderInfo extends ModelInfo {
  /** Length of every vector. */
  readonly dimensions: number;
  /** Fingerprints of models whose vectors may be compared with this one's, e.g. an int8 twin. */
  readonly sameSpaceAs?: readonly string[] | undefined;
}

interface EmbedderBase extends Component {
  readonly info: EmbedderInfo;
  /** Present where the model has a text tower; vectors lie in the same space. */
  embedTexts?(texts: readonly string[], options?: CallOptions): Promise<Float32Array[]>;
}

/** Runs here, on pixels. */
export interface RasterEmbedder extends EmbedderBase {
  readonly input: 'raster';
  /** One vector an image, in order, each of unit length and owned by the caller. */
  embedImages(images: readonly RasterImage[], options?: CallOptions): Promise<Float32Array[]>;
}

/** A remote service that wants encoded PNG bytes. */
export interface EncodedEmbedder extends EmbedderBase {
  readonly input: 'encoded';
  embedImages(images: readonly Uint8Array[], options?: CallOptions): Promise<Float32Array[]>;
}

/** CLIP family and the like. */
export type Embedder = RasterEmbedder | EncodedEmbedder;
