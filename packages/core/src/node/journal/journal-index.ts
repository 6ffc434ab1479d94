import { hash } from 'node:crypto';
import type { CheckpointEntry } from '../../spec/checkpoint.ts';

type Key = Pick<CheckpointEntry, 'target' | 'productId'>;

/** Where in the journal the latest line of each product begins, in some 30 bytes a product. */
export interface JournalIndex {
  /** Products. */
  readonly size: number;
  /** @returns offset of the line, or undefined */
  get(key: Key): number | undefined;
  set(key: Key, offset: number): void;
  delete(key: Key): void;
  /** Offsets of all lines that count, ascending. */
  offsets(): Float64Array;
}

/** Slots are never fuller than this, deleted ones included, so that a look-up stays a step or two. */
const MAX_LOAD = 0.7;
const FREE = 0;
const DELETED = -1;

/**
 * An open-addressing table of 64 bits of SHA-256 and an offset each; the keys stay in the file. Whoever reads a line
 * compares its key, so that two products with the same 64 bits (3 in 100 million for a million products) are never
 * taken for each other: the one whose line is not found is done again.
 */
export function createJournalIndex(): JournalIndex {
  let slots = 1024;
  let tags = new Uint32Array(slots * 2);
  /** Offset + 1; a journal's first line is its header, so that no entry begins at 0 anyway. */
  let lines = new Float64Array(slots);
  let used = 0;
  let size = 0;

  const tagOf = ({ target, productId }: Key): readonly [number, number] => {
    const digest = hash('sha256', `${target}\n${productId}`, 'buffer');
    return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  };
  /** The slot of the tag, or the free one that ends its chain. */
  const find = (high: number, low: number): number => {
    for (let slot = high & (slots - 1); ; slot = (slot + 1) & (slots - 1))
      if (lines[slot] === FREE || (tags[slot * 2] === high && tags[slot * 2 + 1] === low)) return slot;
  };
  const put = (high: number, low: number, line: number): void => {
    const slot = find(high, low);
    if (lines[slot] === FREE) used++;
    if (lines[slot]! <= FREE) size++;
    tags[slot * 2] = high;
    tags[slot * 2 + 1] = low;
    lines[slot] = line;
  };
  const rebuild = (): void => {
    const [oldTags, oldLines] = [tags, lines];
    while (size > slots * MAX_LOAD * 0.6) slots *= 2;
    tags = new Uint32Array(slots * 2);
    lines = new Float64Array(slots);
    used = 0;
    size = 0;
    for (const [slot, line] of oldLines.entries())
      if (line > FREE) put(oldTags[slot * 2]!, oldTags[slot * 2 + 1]!, line);
  };

  return {
    get size() {
      return size;
    },
    get(key) {
      const line = lines[find(...tagOf(key))]!;
      return line > FREE ? line - 1 : undefined;
    },
    set(key, offset) {
      const [high, low] = tagOf(key);
      put(high, low, offset + 1);
      if (used > slots * MAX_LOAD) rebuild();
    },
    delete(key) {
      const slot = find(...tagOf(key));
      if (lines[slot]! <= FREE) return;
      lines[slot] = DELETED;
      size--;
    },
    offsets() {
      const found = new Float64Array(size);
      let at = 0;
      for (const line of lines) if (line > FREE) found[at++] = line - 1;
      return found.sort();
    },
  };
}
