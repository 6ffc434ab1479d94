import type { FileHandle } from 'node:fs/promises';

const CHUNK = 1 << 20;
const NEWLINE = 10;

export interface FileLine {
  /** Without its line break. */
  readonly bytes: Buffer;
  readonly offset: number;
  /** Whether a line break ends it; false for the last line alone. */
  readonly whole: boolean;
}

/** The lines of a file from its beginning up to `end`, in pieces of a megabyte. A line is valid until the next one. */
export async function* readLines(file: FileHandle, end: number): AsyncGenerator<FileLine[]> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for (let at = 0; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, end - at));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const bytes =
      rest.length > 0 ? Buffer.concat([rest, chunk.subarray(0, bytesRead)]) : chunk.subarray(0, bytesRead);
    const lines: FileLine[] = [];
    let start = 0;
    for (let stop = bytes.indexOf(NEWLINE); stop >= 0; stop = bytes.indexOf(NEWLINE, start)) {
      lines.push({ bytes: bytes.subarray(start, stop), offset: offset + start, whole: true });
      start = stop + 1;
    }
    rest = bytes.subarray(start);
    offset += start;
    yield lines;
  }
  if (rest.length > 0) yield [{ bytes: rest, offset, whole: false }];
}
