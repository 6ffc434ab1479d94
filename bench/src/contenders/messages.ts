import type { RasterImage } from '@imgsearch/core';
import type { Preprocessing } from '@imgsearch/onnx';

/** What the hand-written workers are told, once, and what they answer. */
export interface ContenderData {
  readonly model: string;
  readonly threads: number;
  readonly batch: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly size: number;
}
export interface ContenderTask {
  readonly pictures: readonly Uint8Array[];
}
export interface ContenderAnswer {
  /** Pictures a second, measured inside the worker. */
  readonly speed: number;
}

/** What a worker with several models is told. */
export interface RawModelsData {
  readonly threads: number;
  /** Shape of one input, without the batch. */
  readonly models: readonly { readonly path: string; readonly shape: readonly number[] }[];
}
export interface RawModelsTask {
  readonly milliseconds: number;
  /** Inputs in a call, by model. */
  readonly batches: readonly number[];
}

/** What a worker is told that runs one model on decoded pictures, one by one. */
export interface RasterLoopData {
  readonly model: string;
  readonly output: string | number;
  readonly threads: number;
  readonly preprocessing: Preprocessing;
  readonly images: readonly RasterImage[];
}
export interface RasterLoopTask {
  readonly milliseconds: number;
}
