import type { Checkpoint } from '@imgsearch/core';
import type { ConformanceCase, SkippedCase } from '../suite/conformance-case.ts';

/** One checkpoint that the kit asks for: lower-case letters, digits and underscores, begun by a letter. */
export interface CheckpointPlace {
  readonly name: string;
}

/** How the kit gets at the checkpoint under test. Only `create` is required; each further hook opens more cases. */
export interface CheckpointAdapter {
  /** An empty checkpoint. No two cases share a name. */
  create(place: CheckpointPlace): Checkpoint | Promise<Checkpoint>;
  /**
   * A further one on what `create` made, after the first was closed: as after a restart. Leave it out where entries die
   * with their checkpoint.
   */
  reopen?(place: CheckpointPlace): Checkpoint | Promise<Checkpoint>;
  /**
   * The same, but the first was never closed: as after a kill. Whatever such a checkpoint holds against a second one,
   * a lock for example, goes as it would with its process.
   */
  reopenAfterCrash?(place: CheckpointPlace): Checkpoint | Promise<Checkpoint>;
  /** Removes what `create` made, after a case and after its checkpoints are closed. */
  destroy?(place: CheckpointPlace): Promise<void>;
  /** Cases that this checkpoint does not pass, each with the reason. A name that is no case is refused. */
  readonly skip?: readonly SkippedCase[] | undefined;
  /** Of all random data. Default: another one each time; failures print it. */
  readonly seed?: number | undefined;
  /** Random examples of each property. Default 25. */
  readonly runs?: number | undefined;
  /** Milliseconds for one case. Default 60,000. */
  readonly timeout?: number | undefined;
}

/** What a case is handed: the checkpoint under test. */
export interface CheckpointKit {
  readonly seed: number;
  readonly runs: number;
  /** An empty one, under a name of its own. */
  open(): Promise<Checkpoint>;
  /** Closes it, and opens what it kept. */
  reopen(checkpoint: Checkpoint): Promise<Checkpoint>;
  /** Opens what it kept without closing it. */
  reopenAfterCrash(checkpoint: Checkpoint): Promise<Checkpoint>;
}

/** One promise of the checkpoint contract. */
export type CheckpointCase = ConformanceCase<CheckpointKit>;
