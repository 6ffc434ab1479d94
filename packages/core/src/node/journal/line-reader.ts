import type { FileHandle } from 'node:fs/promises';

/** Bytes read at once: a source in the journal's order finds some 300 products in one. */
const BLOCK = 1 << 16;
/** Blocks kept: a megabyte. */
const KEPT = 16;
const NEWLINE = 10;

/** Reads single lines of a journal, in any order. */
export interface LineReader {
  /** The line that begins there, without its line break. */
  lineAt(offset: number): Promise<string>;
}

export function createLineReader(file: FileHandle): LineReader {
  const blocks = new Map<number, Buffer>();

  async function blockOf(number: number): Promise<Buffer> {
    const kept = blocks.get(number);
    if (kept) {
      blocks.delete(number);
      blocks.set(number, kept);
      return kept;
    }
    const buffer = Buffer.allocUnsafeSlow(BLOCK);
    let length = 0;
    for (let more = 1; more > 0 && length < BLOCK; length += more)
      more = (await file.read(buffer, length, BLOCK - length, number * BLOCK + length)).bytesRead;
    // The last block grows.
    if (length < BLOCK) return buffer.subarray(0, length);
    blocks.set(number, buffer);
    if (blocks.size > KEPT) blocks.delete(blocks.keys().next().value as number);
    return buffer;
  }

  return {
    async lineAt(offset) {
      const parts: Buffer[] = [];
      let start = offset % BLOCK;
      for (let number = Math.floor(offset / BLOCK); ; number++, start = 0) {
        const block = await blockOf(number);
        const stop = block.indexOf(NEWLINE, start);
        parts.push(block.subarray(start, stop < 0 ? block.length : stop));
        if (stop >= 0 || block.length < BLOCK) return Buffer.concat(parts).toString();
      }
    },
  };
}
