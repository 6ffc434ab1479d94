import type { CallOptions, Component, ModelInfo } from '@imgsearch/core';
import type { ConformanceCase } from '../suite/conformance-case.ts';

/** A model of any contract, seen as a function of a batch. */
export interface OpenModel<Input, Output> {
  readonly component: Component & { readonly info: ModelInfo };
  run(inputs: readonly Input[], options?: CallOptions): Promise<readonly Output[]>;
  /** The numbers of one answer, as the model made them. */
  numbersOf(output: Output): Float32Array | Uint8Array;
  /** The numbers of one input. */
  bytesOf(input: Input): Float32Array | Uint8Array;
}

/** What a case about a model gets. */
export interface ModelKit<Input, Output> {
  /** Inputs of one case: at least three, all different. Fresh copies. */
  inputs(): Input[];
  /** How far a number may be off between calls that should agree, 0 to 1 of its range. */
  readonly tolerance: number;
  open(): Promise<OpenModel<Input, Output>>;
  end(): Promise<void>;
}

export type ModelCase<Input, Output> = ConformanceCase<ModelKit<Input, Output>>;
