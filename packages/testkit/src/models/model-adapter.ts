import type { SkippedCase } from '../suite/conformance-case.ts';

/** How the kit gets at a model. */
export interface ModelAdapter<Model, Input> {
  /** A loaded model. Called for every case, and closed after it. */
  create(): Model | Promise<Model>;
  /** At least three different inputs, called anew for each case. Default: small pictures of coloured shapes. */
  inputs?(): Input[];
  /** How far a number may be off between one by one and in a batch. Default 1e-3. */
  readonly tolerance?: number | undefined;
  readonly skip?: readonly SkippedCase[] | undefined;
  /** Milliseconds for one case. Default 60,000. */
  readonly timeout?: number | undefined;
}
