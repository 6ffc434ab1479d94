import { checkCheckpoint } from '../checkpoint/check-checkpoint.ts';
import type { Scope } from '../scope/create-scope.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { ChangeOptions } from '../spec/pipeline.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { checkpointTarget } from './checkpoint-target.ts';

/**
 * Makes a checkpoint forget products that are about to be changed beside the runs: the next run does them again. Before
 * the store is changed, so that a crash in between leaves no entry that is not true.
 */
export async function forgetProducts(
  productIds: readonly string[],
  { checkpoint, ...call }: ChangeOptions,
  store: VectorStore,
  fingerprint: Fingerprint,
  scope: Scope,
): Promise<void> {
  if (checkpoint === undefined) return;
  await checkCheckpoint(checkpoint).delete(checkpointTarget(store, fingerprint, scope), productIds, call);
}
