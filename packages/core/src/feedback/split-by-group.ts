import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * What is fitted on and what is held out, by whole groups. A group's own hash decides, so that it is on the same side in
 * every run, however many others there are: whoever is held out is never learned from.
 */
export function splitByGroup<T extends { readonly group: string }>(
  items: readonly T[],
  share: number,
): { readonly fitted: T[]; readonly heldOut: T[] } {
  const sides = new Map<string, boolean>();
  const isHeldOut = (group: string): boolean => {
    let side = sides.get(group);
    if (side === undefined) {
      const digest = sha256(utf8ToBytes(group));
      side = new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32 < share;
      sides.set(group, side);
    }
    return side;
  };
  const fitted: T[] = [];
  const heldOut: T[] = [];
  for (const item of items) (isHeldOut(item.group) ? heldOut : fitted).push(item);
  return { fitted, heldOut };
}
