import type { FileHandle } from 'node:fs/promises';
import { ImageSearchError } from '../../errors/image-search-error.ts';
import { createJournalIndex, type JournalIndex } from './journal-index.ts';
import { FORMAT, HEADER, type JournalLine, parseLine } from './journal-lines.ts';
import { readLines } from './read-lines.ts';

export interface LoadedJournal {
  readonly index: JournalIndex;
  /** Bytes of what was acknowledged; what follows is torn. */
  readonly length: number;
  /** Entries and forgotten products, whether or not they still count. */
  readonly lines: number;
}

/**
 * Reads a journal from its beginning. A last batch that was never acknowledged, whatever its state, is left out.
 * @throws ImageSearchError CHECKPOINT_FAILED for what is no journal, and for damage that a crash cannot do
 */
export async function loadJournal(file: FileHandle, path: string): Promise<LoadedJournal> {
  const { size } = await file.stat();
  const index = createJournalIndex();
  let batch: { readonly line: JournalLine; readonly offset: number }[] = [];
  let length = 0;
  let lines = 0;
  let number = 0;
  let damaged: number | undefined;
  let endedSince = 0;

  const take = (line: JournalLine | undefined, offset: number, end: number): void => {
    const ends = line !== undefined && 'batch' in line;
    if (line === undefined || (ends && damaged === undefined && line.batch !== batch.length))
      damaged ??= number;
    if (damaged !== undefined) {
      // One batch is written at a time: no crash damages one that others follow.
      if (ends && ++endedSince > 1) throw corrupt(path, damaged);
      return;
    }
    if (!ends) {
      batch.push({ line: line as JournalLine, offset });
      return;
    }
    for (const each of batch) apply(index, each.line, each.offset);
    lines += batch.length;
    length = end;
    batch = [];
  };

  for await (const chunk of readLines(file, size)) {
    for (const { bytes, offset, whole } of chunk) {
      number++;
      const line = whole ? parseLine(bytes.toString()) : undefined;
      const end = offset + bytes.length + 1;
      if (number > 1) take(line, offset, end);
      else if (!whole && HEADER.startsWith(bytes.toString())) return { index, length: 0, lines: 0 };
      else {
        checkHeader(line, path);
        length = end;
      }
    }
  }
  return { index, length, lines };
}

function apply(index: JournalIndex, line: JournalLine, offset: number): void {
  if (!('productId' in line)) return;
  if ('forgotten' in line) index.delete(line);
  else index.set(line, offset);
}

function checkHeader(line: JournalLine | undefined, path: string): void {
  const found = line && 'imgsearch' in line ? line.format : undefined;
  if (found === FORMAT) return;
  throw new ImageSearchError({
    code: 'CHECKPOINT_FAILED',
    message:
      found === undefined
        ? `${path} is not a checkpoint.`
        : `The checkpoint ${path} has format ${found}; this version reads ${FORMAT}.`,
    hint: 'Name another file; a missing one is made.',
  });
}

const corrupt = (path: string, line: number): ImageSearchError =>
  new ImageSearchError({
    code: 'CHECKPOINT_FAILED',
    message: `The checkpoint ${path} is damaged in line ${line}, with acknowledged work after it: something else than a crash changed it.`,
    hint: 'Bring it back from a backup, or begin anew with another file: every picture is then looked at again.',
  });
