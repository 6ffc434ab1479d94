/** How a file was spoilt. */
export type MutationKind = 'bits' | 'run' | 'insert' | 'delete' | 'cut' | 'splice' | 'numbers' | 'head';

export interface Mutation {
  readonly bytes: Buffer;
  readonly kind: MutationKind;
}

/** Seeded uniform numbers in [0, 1): mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const BODY_KINDS: readonly MutationKind[] = ['bits', 'run', 'insert', 'delete', 'cut', 'splice', 'numbers'];
/** Values that lengths, sizes and offsets like least. */
const NASTY = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/**
 * Spoils good files. Four of five mutations leave the first bytes alone, so that most of what comes out still begins as
 * a picture does.
 * @param random uniform numbers in [0, 1)
 */
export function createMutator(random: () => number): (good: Buffer, other: Buffer) => Mutation {
  const below = (bound: number): number => Math.floor(random() * Math.max(1, bound));
  const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)));

  const spoil = (good: Buffer, other: Buffer, kind: MutationKind): Buffer => {
    // Signature, and the first header of every format.
    const safe = kind === 'head' ? 0 : Math.min(40, good.length >> 1);
    const end = kind === 'head' ? Math.min(40, good.length) : good.length;
    const at = safe + below(end - safe);
    const copy = Buffer.from(good);
    switch (kind) {
      case 'head':
      case 'bits':
        for (let turn = 1 + below(kind === 'head' ? 3 : 8); turn > 0; turn--) {
          const place = safe + below(end - safe);
          copy[place] = copy[place]! ^ (1 << below(8));
        }
        return copy;
      case 'run':
        copy.set(noise(Math.min(1 + below(64), copy.length - at)), at);
        return copy;
      case 'numbers': {
        const width = random() < 0.5 ? 2 : 4;
        const value = NASTY[below(NASTY.length)]! % 2 ** (8 * width);
        if (at + width > copy.length) return copy.subarray(0, at);
        if (random() < 0.5) copy.writeUIntBE(value, at, width);
        else copy.writeUIntLE(value, at, width);
        return copy;
      }
      case 'insert':
        return Buffer.concat([good.subarray(0, at), noise(1 + below(32)), good.subarray(at)]);
      case 'delete':
        return Buffer.concat([good.subarray(0, at), good.subarray(at + 1 + below(64))]);
      case 'cut':
        return copy.subarray(0, at);
      case 'splice':
        return Buffer.concat([good.subarray(0, at), other.subarray(below(other.length))]);
    }
  };
  return (good, other) => {
    const kind = random() < 0.2 ? 'head' : BODY_KINDS[below(BODY_KINDS.length)]!;
    return { kind, bytes: spoil(good, other, kind) };
  };
}
