import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Product ids that a run has met, in some 20 bytes each whatever their length. */
export interface SeenProducts {
  readonly size: number;
  has(productId: string): boolean;
  /** @returns whether it is new */
  add(productId: string): boolean;
}

/** Slots are never fuller than this, so that a look-up stays a step or two. */
const MAX_LOAD = 0.7;

/**
 * An open-addressing table of 64 bits of SHA-256 each. Two of a million ids share theirs with a probability of 3 in
 * 100 million; the later one would then count as met, which keeps a product that could be pruned.
 */
export function createSeenProducts(): SeenProducts {
  let slots = 1024;
  let table = new Uint32Array(slots * 2);
  let size = 0;

  const hashOf = (productId: string): readonly [number, number] => {
    const digest = sha256(utf8ToBytes(productId));
    const words = new DataView(digest.buffer, digest.byteOffset);
    // Two zeros mark a free slot.
    return [words.getUint32(0), words.getUint32(4) || 1];
  };
  /** The slot that holds the hash, or the free one where it belongs. */
  const find = (high: number, low: number): number => {
    for (let slot = high & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const found = table[slot * 2 + 1];
      if (found === 0 || (found === low && table[slot * 2] === high)) return slot;
    }
  };
  const put = (high: number, low: number): boolean => {
    const slot = find(high, low);
    if (table[slot * 2 + 1] !== 0) return false;
    table[slot * 2] = high;
    table[slot * 2 + 1] = low;
    return true;
  };
  const grow = (): void => {
    const before = table;
    slots *= 2;
    table = new Uint32Array(slots * 2);
    for (let at = 0; at < before.length; at += 2) if (before[at + 1] !== 0) put(before[at]!, before[at + 1]!);
  };

  return {
    get size() {
      return size;
    },
    has(productId) {
      const [high, low] = hashOf(productId);
      return table[find(high, low) * 2 + 1] !== 0;
    },
    add(productId) {
      const isNew = put(...hashOf(productId));
      if (isNew && ++size > slots * MAX_LOAD) grow();
      return isNew;
    },
  };
}
