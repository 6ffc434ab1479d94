import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { FileHash } from '../runtime/protocol.ts';

/** Reads in pieces and synchronously: it runs in a worker, where nothing else waits. */
export function hashFile(path: string): FileHash {
  const own = digest(path);
  const beside = [`${path}_data`, `${path}.data`]
    .filter((one) => existsSync(one))
    .map((one) => digest(one).hex);
  const weights =
    beside.length === 0
      ? own.hex
      : createHash('sha256')
          .update([own.hex, ...beside].join())
          .digest('hex');
  return { sha256: own.hex, weights, size: own.size };
}

function digest(path: string): { hex: string; size: number } {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, 'r');
  let size = 0;
  try {
    for (;;) {
      const read = readSync(file, piece);
      if (read === 0) return { hex: hash.digest('hex'), size };
      hash.update(piece.subarray(0, read));
      size += read;
    }
  } finally {
    closeSync(file);
  }
}
