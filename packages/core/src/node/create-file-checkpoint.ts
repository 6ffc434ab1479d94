import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasFailure } from '../checkpoint/has-failure.ts';
import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Checkpoint } from '../spec/checkpoint.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import { checkpointError, inUse } from './journal/checkpoint-error.ts';
import { type FileLock, lockFile } from './journal/file-lock.ts';
import type { JournalLine } from './journal/journal-lines.ts';
import { type Journal, openJournal } from './journal/open-journal.ts';

export interface FileCheckpointOptions {
  /**
   * The journal is rewritten without what later lines replaced, when there are more of those than of the others, and
   * more than this. Default 10,000.
   */
  readonly compactAfter?: number | undefined;
}

export type FileCheckpoint = Checkpoint & { [Symbol.asyncDispose](): Promise<void> };

/**
 * A checkpoint in a file: a journal of JSON lines to which batches are appended, each flushed to the disk once before it
 * is acknowledged. What a crash tore is left out by the next run; what later lines replaced goes by a new file beside
 * it that takes its place. Some 30 bytes a product are held in memory, whatever the length of its id.
 * One process writes at a time, others may read meanwhile; a lock file stands beside the journal as long as it is
 * written. Opened, and made where it is missing, by the first call.
 * @param file a path, made absolute now, or a `file:` URL, on a local disk
 * @returns a checkpoint that fails with CHECKPOINT_FAILED: in use, no room, no permission, damaged, or not a checkpoint
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * await using checkpoint = createFileCheckpoint('./catalogue.checkpoint');
 * await pipeline.index(products, { checkpoint });
 */
export function createFileCheckpoint(
  file: string | URL,
  options: FileCheckpointOptions = {},
): FileCheckpoint {
  if (!(file instanceof URL) && (typeof file !== 'string' || file === '' || file.includes('\0')))
    throw invalidOption('file', 'a path or a file: URL', file);
  checkKeys('options', options, ['compactAfter']);
  let compactAfter = checkNumber('compactAfter', options.compactAfter, { min: 0, fallback: 10_000 });
  const name = file instanceof URL ? fileURLToPath(file) : path.resolve(file);
  let journal: Journal | undefined;
  let lock: FileLock | undefined;
  /** After a failure of the disk nobody can tell what of the batch is on it. */
  let broken: ImageSearchError | undefined;
  let closed = false;
  /** Compaction waits for those who read from end to end. */
  let readers = 0;
  const retired: Journal[] = [];
  /** Changes and openings take turns. */
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work).catch((error) => {
      throw checkpointError(error, name);
    });
    turn = next.catch(() => undefined);
    return next;
  };
  const check = (call: CallOptions | undefined): void => {
    throwIfStopped(call);
    if (closed)
      throw new ImageSearchError({
        code: 'CLOSED',
        message: `The checkpoint ${name} was closed.`,
        hint: 'Create it again; what was acknowledged is in the file.',
      });
  };
  /** Closes a journal as soon as nobody reads it. */
  const retire = async (open: Journal): Promise<void> => {
    if (readers > 0) retired.push(open);
    else await open.close();
  };
  const openToRead = async (): Promise<Journal | undefined> => {
    journal ??= await openJournal(name, false);
    return journal;
  };
  const openToWrite = async (): Promise<Journal> => {
    if (broken) throw broken;
    if (lock && journal) return journal;
    if (journal) await retire(journal);
    journal = undefined;
    lock = await lockFile(name, (holder) => inUse(name, holder));
    try {
      journal = (await openJournal(name, true)) as Journal;
      return journal;
    } catch (error) {
      await lock.release();
      lock = undefined;
      throw error;
    }
  };
  const append = (batch: readonly JournalLine[], call: CallOptions | undefined): Promise<void> => {
    check(call);
    return inTurn(async () => {
      const open = await openToWrite();
      if (batch.length === 0) return;
      try {
        await open.append(batch);
        const shrinks = readers === 0 && open.outdated > Math.max(compactAfter, open.products);
        // Without room for both files the old one goes on.
        if (shrinks && !(await open.compact())) compactAfter = open.outdated * 2;
      } catch (error) {
        broken = checkpointError(error, name);
        throw broken;
      }
    });
  };
  const close = async (): Promise<void> => {
    closed = true;
    await inTurn(async () => {
      if (journal) await retire(journal);
      journal = undefined;
      await lock?.release();
      lock = undefined;
    });
  };

  return {
    specVersion: SPEC_VERSION,
    info: { id: 'file', name },
    async read(target, productIds, call) {
      check(call);
      return inTurn(async () => {
        const open = await openToRead();
        const found = [];
        for (const productId of productIds) found.push((await open?.get(target, productId)) ?? null);
        return found;
      });
    },
    write: (entries, call) => append(entries, call),
    delete: (target, productIds, call) =>
      append(
        productIds.map((productId) => ({ target, productId, forgotten: true })),
        call,
      ),
    async *entries({ target, failed = false } = {}, call) {
      check(call);
      const open = await inTurn(openToRead);
      if (open === undefined) return;
      readers++;
      try {
        for await (const entry of open.entries()) {
          check(call);
          if ((target === undefined || entry.target === target) && (!failed || hasFailure(entry)))
            yield entry;
        }
      } catch (error) {
        throw checkpointError(error, name);
      } finally {
        readers--;
        if (readers === 0) for (const each of retired.splice(0)) await each.close();
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
