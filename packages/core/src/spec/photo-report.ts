import type { Fingerprint } from './fingerprint.ts';

/** `auto`: remove unless the gate objects. `always`: remove unless the mask is empty. `off`: leave the photo. */
export type BackgroundRemoval = 'auto' | 'off' | 'always';

/** What a photo was taken for, and by whom. */
export interface CategoryReport {
  /**
   * Leaf id, or `other` where nothing reached the confidence threshold. Where the caller chose, the first id that
   * he gave, or `other` for `false`.
   */
  readonly id: string;
  /** Probability of the likeliest leaf, also where `id` is `other`; 1 for a choice. */
  readonly confidence: number;
  /** Likeliest leaves, best first, at most five. */
  readonly alternatives: readonly { readonly id: string; readonly probability: number }[];
  /** Who decided. `none`: no classifier and no choice. */
  readonly source: 'classifier' | 'caller' | 'product' | 'none';
}

/** Why the photo was left as it was; `no-photo` where the query had none. */
export type BackgroundReason =
  | 'off'
  | 'no-remover'
  | 'empty'
  | 'full'
  | 'undecided'
  | 'cut-by-frame'
  | 'no-photo';

/** What became of a photo's background. */
export interface BackgroundReport {
  readonly removed: boolean;
  /** Mode that was in force. */
  readonly mode: BackgroundRemoval;
  readonly reason?: BackgroundReason | undefined;
  /** Mean foreground probability, 0 to 1; undefined where no mask was made. */
  readonly coverage?: number | undefined;
}

/** What is timed. */
export type Step =
  | 'read'
  | 'decode'
  | 'segment'
  | 'cutOut'
  | 'embed'
  | 'classify'
  | 'search'
  | 'hydrate'
  | 'encode';
/** Milliseconds by step, waiting included, and in all; `hydrate` is a part of `search`. */
export type Timings = { readonly [S in Step]?: number } & { readonly total: number };

/** A photo as a vector, and what was seen on the way. */
export interface EmbedResult {
  /** Unit length, owned by the caller. */
  readonly vector: Float32Array;
  readonly category: CategoryReport;
  readonly background: BackgroundReport;
  readonly fingerprint: Fingerprint;
  readonly timings: Timings;
  readonly warnings: readonly string[];
}

/** The same with the pictures in between. */
export interface AnalyzeResult extends EmbedResult {
  /** For people to look at. PNG bytes. */
  readonly pictures: {
    /** The oriented working raster. */
    readonly original: Uint8Array;
    /** Grey probability at the model's resolution; absent without a background remover and with `off`. */
    readonly mask?: Uint8Array | undefined;
    /** The object with transparency, cropped; absent without a mask. Present also where the gate objected. */
    readonly cutOut?: Uint8Array | undefined;
    /** What the models saw. */
    readonly input: Uint8Array;
  };
}
