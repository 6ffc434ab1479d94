/** A file of a model, relative to the manifest or to `modelPath`. */
export interface ModelFile {
  readonly path: string;
  /** Lower-case hex. Left out where the user brings weights of his own. */
  readonly sha256?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
}

/** `uint8` is the Hub's unsigned kind of int8. */
export type Precision = 'fp32' | 'fp16' | 'int8' | 'uint8';

/** How a raster becomes the `[batch, 3, height, width]` float32 input, RGB, planes in that order. */
export interface Preprocessing {
  readonly width: number;
  readonly height: number;
  /**
   * `squash` ignores the aspect ratio; `crop` resizes the shorter side to `shortestSide` and crops the centre;
   * `pad` fits the longer side and pads with `padColor`, picture centred.
   */
  readonly resize: 'squash' | 'crop' | 'pad';
  /** Only for `crop`; default: the input's own size. torchvision's ResNet-50 takes 256 (V1) or 232 (V2). */
  readonly shortestSide?: number | undefined;
  /**
   * Only for `crop`: how half a pixel of the crop's corner is rounded. `down` (default) as transformers does,
   * `half-even` as torchvision does.
   */
  readonly cropRounding?: 'down' | 'half-even' | undefined;
  /** Antialiased, as Pillow computes them. */
  readonly kernel: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos';
  /** Only for `pad`, 0 to 255. */
  readonly padColor?: readonly [number, number, number] | undefined;
  /** `pixel / 255`, or by the picture's own maximum as U2-Net does. */
  readonly scale: 'divide-by-255' | 'divide-by-image-maximum';
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

interface ManifestBase {
  readonly manifestVersion: 1;
  /** e.g. `clip-vit-b-32`. */
  readonly id: string;
  readonly files: { readonly [P in Precision]?: ModelFile };
  /** SPDX identifier, or the licence's own name. */
  readonly licence: string;
  /** Whether the licence of the weights allows commercial use. Left out where that is not known. */
  readonly commercialUse?: boolean | undefined;
  /** Paper, model card or repository. */
  readonly source: string;
  /** Largest batch that the graph takes; IS-Net and BiRefNet exports are fixed at 1. */
  readonly maxBatchSize?: number | undefined;
}

export interface PictureInput {
  /** Tensor name, or position where names vary between exports. */
  readonly name: string | number;
  readonly preprocessing: Preprocessing;
}

export interface SegmentationManifest extends ManifestBase {
  readonly task: 'segmentation';
  readonly input: PictureInput;
  readonly output: {
    /** Tensor name, or position where names vary between exports. First plane is the mask. */
    readonly name: string | number;
    readonly activation: 'none' | 'sigmoid';
    /** `(p - min) / (max - min)`, as U2-Net's and IS-Net's own scripts do; never on an empty mask. */
    readonly stretch: boolean;
    /** Connected components with less than this share of the largest one's pixels are cleared, 0 to 1. Default 0. */
    readonly minComponentShare?: number | undefined;
  };
}

export interface EmbeddingManifest extends ManifestBase {
  readonly task: 'embedding';
  readonly input: PictureInput;
  readonly output: {
    readonly name: string | number;
    readonly dimensions: number;
    readonly pooling?: 'none' | 'cls' | undefined;
  };
  readonly text?:
    | {
        readonly files: { readonly [P in Precision]?: ModelFile };
        /** Hugging Face `tokenizer.json` beside the weights. */
        readonly tokenizer: ModelFile;
        /** The mask is sent where the graph takes one. */
        readonly input: { readonly ids: string; readonly attentionMask?: string | undefined };
        readonly output: string | number;
        readonly contextLength: number;
        readonly padId: number;
        /** Before the tokenizer, letter by letter. */
        readonly lowerCase?: boolean | undefined;
        /** Before the tokenizer: SigLIP's canonical form, lower case without ASCII punctuation. */
        readonly canonical?: boolean | undefined;
      }
    | undefined;
  readonly sameSpaceAs?: readonly { readonly fingerprint: string; readonly cosine: number }[] | undefined;
}

export interface ClassificationManifest extends ManifestBase {
  readonly task: 'classification';
  /** Pictures, or the embedder's vectors (`[batch, dimensions]`) for a head on the same trunk. */
  readonly input: PictureInput | { readonly name: string | number; readonly dimensions: number };
  readonly output: { readonly name: string | number; readonly activation: 'none' | 'softmax' };
  /** Label of each output, in order. */
  readonly labels: readonly string[];
  /** Label to taxonomy leaf where they differ; labels without one count as no category. */
  readonly categories?: Readonly<Record<string, string>> | undefined;
}

/** Everything that must be known to run a model, as plain JSON. */
export type ModelManifest = SegmentationManifest | EmbeddingManifest | ClassificationManifest;
