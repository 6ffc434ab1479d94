import type { Precision } from '../manifest/model-manifest.ts';

/** A repository of the Hugging Face Hub's layout that holds the files under the paths of the manifest. */
export interface HubSource {
  /** e.g. `Xenova/clip-vit-base-patch32`. */
  readonly repository: string;
  /** Commit, where one is known to hold the files; else the newest is taken. */
  readonly revision?: string | undefined;
  /** Of the manifest's files, those known to be there. */
  readonly precisions: readonly Precision[];
}

/** What someone who chooses a model wants to know and its manifest, which runs it, need not say. */
export interface ModelCard {
  /** What it is good for, and what not, in a sentence. */
  readonly goodFor: string;
  /** Languages of the texts that it understands, BCP 47; empty where it takes none. */
  readonly languages: readonly string[];
  /** Of the fp32 graphs, about, in millions of bytes. Others: half of it for fp16, a quarter for int8 and uint8. */
  readonly megabytes: { readonly image: number; readonly text?: number | undefined };
  /** Where ONNX files are published. Left out where none are: `exporter` makes them from the original weights. */
  readonly hub?: HubSource | undefined;
  /** Script of `models/export` that makes the files. Left out where there is none. */
  readonly exporter?: string | undefined;
  /**
   * How it was checked here, with random weights, as public ones cannot be had: `parity` when the true graph gave the
   * vectors, masks or classes of the Python reference from the same pictures and texts; `manifest` when only its
   * description was.
   */
  readonly checked: 'parity' | 'manifest';
}
