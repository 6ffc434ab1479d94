import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { CheckpointEntry } from '../../spec/checkpoint.ts';
import { createJournalIndex, type JournalIndex } from './journal-index.ts';
import { HEADER, type JournalLine, parseLine, toLine } from './journal-lines.ts';
import { createLineReader, type LineReader } from './line-reader.ts';
import { loadJournal } from './load-journal.ts';

/** A journal that is open. Its owner lets one call in at a time change it. */
export interface Journal {
  /** Lines that later ones replaced. */
  readonly outdated: number;
  readonly products: number;
  get(target: string, productId: string): Promise<CheckpointEntry | null>;
  /** Appends a batch and flushes the disk, once. */
  append(batch: readonly JournalLine[]): Promise<void>;
  /** The entries that count now, in the journal's order. */
  entries(): AsyncGenerator<CheckpointEntry>;
  /** Writes what counts to a file beside it, and puts that in its place. @returns false where the disk has no room for it */
  compact(): Promise<boolean>;
  close(): Promise<void>;
}

/** Entries between two batch ends of a compacted journal. */
const BATCH = 1000;

interface State {
  readonly file: FileHandle;
  readonly reader: LineReader;
  readonly index: JournalIndex;
  length: number;
  lines: number;
}

/** @param writes whether it is made where it is missing, and what is torn is cut off */
export async function openJournal(name: string, writes: boolean): Promise<Journal | undefined> {
  const beside = `${name}.compacting`;
  let state: State;

  async function load(): Promise<State | undefined> {
    if (writes) {
      await mkdir(path.dirname(name), { recursive: true });
      await rm(beside, { force: true });
    }
    const file = await openFile(name, writes);
    if (file === undefined) return undefined;
    try {
      const { index, length, lines } = await loadJournal(file, name);
      const loaded = { file, reader: createLineReader(file), index, length, lines };
      if (!writes) return loaded;
      if ((await file.stat()).size > length) await file.truncate(length);
      if (length === 0) {
        await writeAll(file, HEADER, 0);
        await file.sync();
        await syncFolder(name);
        loaded.length = Buffer.byteLength(HEADER);
      }
      return loaded;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  const first = await load();
  if (first === undefined) return undefined;
  state = first;

  async function* linesOf(from: State): AsyncGenerator<{ text: string; entry: CheckpointEntry }> {
    for (const offset of from.index.offsets()) {
      const text = await from.reader.lineAt(offset);
      yield { text, entry: parseLine(text) as CheckpointEntry };
    }
  }

  return {
    get outdated() {
      return state.lines - state.index.size;
    },
    get products() {
      return state.index.size;
    },
    async get(target, productId) {
      const offset = state.index.get({ target, productId });
      if (offset === undefined) return null;
      const entry = parseLine(await state.reader.lineAt(offset)) as CheckpointEntry;
      return entry.target === target && entry.productId === productId ? entry : null;
    },
    async append(batch) {
      const texts = batch.map(toLine);
      await writeAll(state.file, `${texts.join('')}${toLine({ batch: batch.length })}`, state.length);
      await state.file.sync();
      state.length = applyBatch(state, batch, texts);
    },
    async *entries() {
      for await (const { entry } of linesOf(state)) yield entry;
    },
    async compact() {
      const file = await open(beside, 'w+').catch(withoutRoom);
      if (file === undefined) return false;
      const next: State = {
        file,
        reader: createLineReader(file),
        index: createJournalIndex(),
        length: 0,
        lines: 0,
      };
      try {
        await writeAll(file, HEADER, 0);
        next.length = Buffer.byteLength(HEADER);
        let batch: CheckpointEntry[] = [];
        let texts: string[] = [];
        const put = async (): Promise<void> => {
          if (batch.length === 0) return;
          await writeAll(file, `${texts.join('')}${toLine({ batch: batch.length })}`, next.length);
          next.length = applyBatch(next, batch, texts);
          [batch, texts] = [[], []];
        };
        for await (const { text, entry } of linesOf(state)) {
          batch.push(entry);
          texts.push(`${text}\n`);
          if (batch.length === BATCH) await put();
        }
        await put();
        await file.sync();
      } catch (error) {
        await file.close();
        await rm(beside, { force: true }).catch(() => undefined);
        withoutRoom(error);
        return false;
      }
      try {
        await rename(beside, name);
        await syncFolder(name);
      } catch (error) {
        await file.close();
        throw error;
      }
      const { file: old } = state;
      state = next;
      await old.close();
      return true;
    },
    close: () => state.file.close(),
  };
}

/** Enters the lines of a batch that was written at the end. @returns the new length */
function applyBatch(
  state: Pick<State, 'index' | 'length' | 'lines'>,
  batch: readonly JournalLine[],
  texts: readonly string[],
): number {
  let offset = state.length;
  for (const [at, line] of batch.entries()) {
    if ('productId' in line) {
      if ('forgotten' in line) state.index.delete(line);
      else state.index.set(line, offset);
    }
    offset += Buffer.byteLength(texts[at]!);
  }
  state.lines += batch.length;
  return offset + Buffer.byteLength(toLine({ batch: batch.length }));
}

async function openFile(name: string, writes: boolean): Promise<FileHandle | undefined> {
  try {
    return await open(name, writes ? 'r+' : 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return writes ? open(name, 'wx+') : undefined;
  }
}

/** @throws whatever else it was */
function withoutRoom(error: unknown): undefined {
  if (!['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
}

/** To the last byte: one call may write less. */
async function writeAll(file: FileHandle, text: string, position: number): Promise<void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; )
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}

/** A name in a folder outlives a crash once the folder is flushed; where folders cannot be opened, they need not be. */
async function syncFolder(name: string): Promise<void> {
  try {
    await using folder = await open(path.dirname(name), 'r');
    await folder.sync();
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
}
