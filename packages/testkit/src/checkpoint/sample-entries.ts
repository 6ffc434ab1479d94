import type { Checkpoint, CheckpointEntry, CheckpointFailure, CheckpointQuery } from '@imgsearch/core';

/** Digests, as targets are. */
export const TARGET: string = 'a'.repeat(64);
export const OTHER_TARGET: string = 'b'.repeat(64);

export const sampleFailure: CheckpointFailure = {
  kind: 'unreadable',
  code: 'INVALID_IMAGE',
  message: 'The picture could not be decoded: "Straße\n가나다 👩‍👩‍👧".',
  attempts: 2,
  at: '2026-01-31T08:15:30.123Z',
};

/** An entry of a product that went well, with one picture. */
export function sampleEntry(productId: string, changes: Partial<CheckpointEntry> = {}): CheckpointEntry {
  return {
    target: TARGET,
    productId,
    metadataHash: 'c'.repeat(64),
    images: [{ id: '0', contentHash: 'd'.repeat(64) }],
    ...changes,
  };
}

/** All entries that a query gives, ordered by target and product. */
export async function allEntries(
  checkpoint: Checkpoint,
  query?: CheckpointQuery,
): Promise<CheckpointEntry[]> {
  const keyOf = ({ target, productId }: CheckpointEntry): string => `${target} ${productId}`;
  const entries: CheckpointEntry[] = [];
  for await (const entry of checkpoint.entries(query)) entries.push(entry);
  return entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Product ids of those entries, in that order. */
export const productsOf = (entries: readonly (CheckpointEntry | null)[]): (string | null)[] =>
  entries.map((entry) => entry?.productId ?? null);
