import type { Precision } from './model-manifest.ts';

/** One precision of a model as it ran on a machine. */
export interface MeasuredPrecision {
  readonly precision: Precision;
  /** Pictures a second by batch size, e.g. `{ "1": 20.3, "8": 27.1 }`. */
  readonly picturesASecond: Readonly<Record<string, number>>;
  /** Bytes by which the process grew with the model, all its workers together. */
  readonly memory: number;
  /** Of its answers to those of the most precise file, over the same pictures: their mean and the least. */
  readonly cosine: { readonly mean: number; readonly least: number };
  /** Fingerprint of the model at this precision. */
  readonly fingerprint: string;
}

/** What was chosen for one model, and why. */
export interface ProfiledModel {
  readonly precision: Precision;
  readonly batchSize: number;
  /** Fingerprints whose vectors compare with the chosen one's, as a manifest's `sameSpaceAs`. */
  readonly sameSpaceAs?: readonly { readonly fingerprint: string; readonly cosine: number }[] | undefined;
  readonly measured: readonly MeasuredPrecision[];
}

/** What runs best on one machine: `imgsearch models bench` measures and writes it. */
export interface ModelProfile {
  readonly format: 'imgsearch-profile-1';
  /** ISO. */
  readonly date: string;
  /** Where it was measured: a profile says nothing about another machine. */
  readonly machine: { readonly processor: string; readonly cores: number };
  /** Pictures that the precisions were compared on. */
  readonly pictures: number;
  /** By id of the manifest. */
  readonly models: Readonly<Record<string, ProfiledModel>>;
}
