import type { ErrorCode, RasterImage, Segmentation } from '@imgsearch/core';
import type { Preprocessing } from '../manifest/model-manifest.ts';

/** Execution providers, in the spelling of ONNX Runtime. */
export type NodeProvider = 'tensorrt' | 'cuda' | 'cpu';
export type WebProvider = 'webgpu' | 'wasm';
export type Provider = NodeProvider | WebProvider;

/** What a graph says about one of its tensors; symbolic dimensions are strings. */
export interface TensorInfo {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** Which session a worker needs. Equal keys share one session per worker. */
export interface SessionSpec {
  readonly key: string;
  /** Absolute path, or address. */
  readonly path: string;
  readonly providers: readonly Provider[];
  /** Whether anything but the first provider is an error, and where wanted any operator of it on the CPU. */
  readonly requireProvider: boolean | 'every-operator';
  /** GPU of the worker, as CUDA counts them; what is not a GPU provider ignores it. */
  readonly device?: number | undefined;
  /** Threads inside an operator. */
  readonly threads: number;
  /** What the manifest states of the file: a worker that fetches it may then look where it keeps such files. */
  readonly sha256?: string | undefined;
}

/** What was found when a session was opened. */
export interface SessionInfo {
  readonly provider: Provider;
  readonly warnings: readonly string[];
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

/** What goes into a graph. */
export type JobInput =
  | {
      readonly kind: 'rasters';
      readonly name: string;
      readonly type: string;
      readonly preprocessing: Preprocessing;
      readonly images: readonly RasterImage[];
    }
  | {
      readonly kind: 'vectors';
      readonly name: string;
      readonly type: string;
      readonly vectors: readonly Float32Array[];
    }
  | {
      readonly kind: 'texts';
      readonly ids: { readonly name: string; readonly type: string };
      readonly attentionMask?: { readonly name: string; readonly type: string } | undefined;
      /** Absolute path of a `tokenizer.json`. */
      readonly tokenizerPath: string;
      readonly contextLength: number;
      readonly padId: number;
      readonly lowerCase: boolean;
      readonly canonical: boolean;
      readonly texts: readonly string[];
    };

/** What is made of a graph's output, one entry an input. */
export type JobOutput =
  | {
      readonly kind: 'segmentation';
      readonly name: string;
      readonly activation: 'none' | 'sigmoid';
      readonly stretch: boolean;
      readonly minComponentShare: number;
    }
  | {
      readonly kind: 'embedding';
      readonly name: string;
      readonly pooling: 'none' | 'cls';
      readonly dimensions: number;
    }
  | {
      readonly kind: 'classification';
      readonly name: string;
      readonly activation: 'none' | 'softmax';
      /** Category of each label, -1 for a label that counts as none. */
      readonly categoryOfLabel: readonly number[];
      readonly categories: number;
    };

/** One call into a graph. */
export interface Job {
  readonly input: JobInput;
  readonly output: JobOutput;
  /** Rows in one run; `fixed` graphs take exactly so many, and the last run is padded. */
  readonly batch: { readonly size: number; readonly fixed: boolean };
}

/** Segmentations, or vectors of similarities or probabilities, in the order of the job's inputs. */
export type JobResult = readonly Segmentation[] | readonly Float32Array[];

/** What a model's file is. */
export interface FileHash {
  /** Of the file alone, lower-case hex: what a manifest states. */
  readonly sha256: string;
  /** Of the file and the external weights beside it (`model.onnx_data`, `model.onnx.data`): what a model is. */
  readonly weights: string;
  /** Bytes of the file. */
  readonly size: number;
}

export type WorkerTask =
  | { readonly kind: 'hash'; readonly path: string; readonly sha256?: string | undefined }
  | { readonly kind: 'load'; readonly session: SessionSpec }
  | { readonly kind: 'release'; readonly key: string }
  | { readonly kind: 'count' }
  | { readonly kind: 'run'; readonly session: SessionSpec; readonly job: Job };

/** An error as it crosses a thread or process: neither carries classes. */
export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Where the code alone does not say it. */
  readonly retryable?: boolean | undefined;
}

export type WorkerReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: WorkerFailure };
