import type { Checkpoint } from '@imgsearch/core';
import { bindSuite, type TestRunner } from '../suite/bind-suite.ts';
import { checkSkips } from '../suite/check-skips.ts';
import type { Suite } from '../suite/conformance-case.ts';
import type { CheckpointAdapter, CheckpointKit, CheckpointPlace } from './checkpoint-adapter.ts';
import { checkpointCases } from './checkpoint-cases.ts';

/** Tells runs apart that share a server. */
const run = Math.floor(Math.random() * 36 ** 6).toString(36);
let places = 0;

/** The checkpoint contract as a suite, for `runCases`. */
export function checkpointSuite(adapter: CheckpointAdapter): Suite<CheckpointKit> {
  const skip = adapter.skip ?? [];
  checkSkips(skip, checkpointCases);
  const seed = adapter.seed ?? Math.floor(Math.random() * 2 ** 31);
  const madeBy = new WeakMap<CheckpointKit, Map<Checkpoint, CheckpointPlace>>();
  return {
    name: 'checkpoint',
    cases: checkpointCases,
    skip,
    seed,
    timeout: adapter.timeout ?? 60_000,
    async enter(needs) {
      const made = new Map<Checkpoint, CheckpointPlace>();
      const kept = async (place: CheckpointPlace, making: Checkpoint | Promise<Checkpoint>) => {
        const checkpoint = await making;
        made.set(checkpoint, place);
        return checkpoint;
      };
      const context: CheckpointKit = {
        seed,
        runs: adapter.runs ?? 25,
        open() {
          const place = { name: `kit_${run}_${(places++).toString(36)}` };
          return kept(place, adapter.create(place));
        },
        async reopen(checkpoint) {
          const place = made.get(checkpoint)!;
          await checkpoint.close();
          return kept(place, adapter.reopen!(place));
        },
        async reopenAfterCrash(checkpoint) {
          const place = made.get(checkpoint)!;
          return kept(place, adapter.reopenAfterCrash!(place));
        },
      };
      madeBy.set(context, made);
      return { context, lacks: needs.find((need) => adapter[need as keyof CheckpointAdapter] === undefined) };
    },
    async leave(context) {
      const made = madeBy.get(context)!;
      for (const checkpoint of made.keys()) await checkpoint.close();
      for (const place of new Set(made.values())) await adapter.destroy?.(place);
    },
  };
}

/**
 * Holds a checkpoint to the contract, one test a case.
 * @example
 * testCheckpoint({ describe, it }, { create: () => createMemoryCheckpoint() });
 */
export function testCheckpoint(runner: TestRunner, adapter: CheckpointAdapter): void {
  bindSuite(runner, checkpointSuite(adapter));
}
