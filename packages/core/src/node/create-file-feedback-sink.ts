import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, invalidOption } from '../options/check.ts';
import { silentLogger } from '../options/silent-logger.ts';
import type { CallOptions } from '../spec/call-options.ts';
import { type Logger, SPEC_VERSION } from '../spec/component.ts';
import type { FeedbackFilter, FeedbackSink } from '../spec/feedback.ts';
import { type ParsedLine, parseFeedbackLine, toFeedbackLine } from './feedback-lines.ts';
import { type FileLock, lockFile } from './journal/file-lock.ts';

export interface FileFeedbackSinkOptions {
  /** Told of lines that cannot be read, which are passed over. */
  readonly logger?: Logger | undefined;
}

const NEWLINE = 10;
/** Lines written at once. */
const BATCH = 1000;

/**
 * Feedback as a file of JSON lines, readable by anything: one event a line, a query's vector in base64 of little-endian
 * 32-bit floats. For one process and some ten thousand events: every look reads the file from its beginning, and erasing
 * writes it anew; beyond that, three functions over a table. One process records at a time, which a lock file beside it
 * sees to; others may read. A line that a crash tore is cut off by the next one. The file is made where it is missing,
 * readable by its owner alone.
 * @param file a path, made absolute now, or a `file:` URL
 * @returns a sink that fails with STORE_UNAVAILABLE: in use, no room, no permission
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const sink = createFileFeedbackSink('./feedback.jsonl');
 * await recordFeedback(sink, { kind: 'click', userId: 'u-7f3a', productId: 'shoe-17' });
 */
export function createFileFeedbackSink(
  file: string | URL,
  options: FileFeedbackSinkOptions = {},
): FeedbackSink & AsyncDisposable & { close(): Promise<void> } {
  if (!(file instanceof URL) && (typeof file !== 'string' || file === '' || file.includes('\0')))
    throw invalidOption('file', 'a path or a file: URL', file);
  checkKeys('options', options, ['logger']);
  const { logger = silentLogger } = options;
  const name = file instanceof URL ? fileURLToPath(file) : path.resolve(file);
  let lock: FileLock | undefined;
  let closed = false;
  /** Changes take turns. */
  let turn: Promise<unknown> = Promise.resolve();

  const check = (call: CallOptions | undefined): void => {
    throwIfStopped(call);
    if (!closed) return;
    throw new ImageSearchError({
      code: 'CLOSED',
      message: `The feedback sink ${name} was closed.`,
      hint: 'Create it again; what was recorded is in the file.',
    });
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work).catch((error) => {
      throw sinkError(error, name);
    });
    turn = next.catch(() => undefined);
    return next;
  };
  const toWrite = async (): Promise<void> => {
    if (lock) return;
    await mkdir(path.dirname(name), { recursive: true });
    lock = await lockFile(name, (holder) => inUse(name, holder));
    // What a process that was killed left of erasing.
    await rm(`${name}.erasing`, { force: true });
    await cutTornLine(name);
  };

  /** Up to where it was written when this turn came: what is being appended has no torn line in it. */
  const openToRead = async (): Promise<{ handle: FileHandle; size: number } | undefined> => {
    const handle = await openFile(name, 'r');
    return handle && { handle, size: (await handle.stat()).size };
  };

  async function* read(
    filter: FeedbackFilter,
    found: { readonly handle: FileHandle; readonly size: number } | undefined,
    call: CallOptions | undefined,
  ): AsyncGenerator<{ readonly line: string; readonly event: ParsedLine }> {
    if (found === undefined) return;
    const { handle, size } = found;
    let number = 0;
    try {
      if (size === 0) return;
      const input = handle.createReadStream({ autoClose: false, end: size - 1 });
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        number++;
        if (number % 1000 === 0) throwIfStopped(call);
        const event = parseFeedbackLine(line, filter);
        if (event === 'unreadable') logger.warn(`${name}, line ${number}: no feedback event; passed over.`);
        yield { line, event };
      }
    } finally {
      await handle.close();
    }
  }

  const close = async (): Promise<void> => {
    closed = true;
    await inTurn(async () => {
      await lock?.release();
      lock = undefined;
    });
  };

  return {
    specVersion: SPEC_VERSION,
    info: { id: 'file', name },
    async record(events, call) {
      check(call);
      await inTurn(async () => {
        await toWrite();
        const handle = await open(name, 'a', 0o600);
        try {
          await handle.appendFile(events.map(toFeedbackLine).join(''));
        } finally {
          await handle.close();
        }
      });
    },
    async *events(filter = {}, call) {
      check(call);
      try {
        for await (const { event } of read(filter, await inTurn(openToRead), call))
          if (typeof event === 'object') yield event;
      } catch (error) {
        throw sinkError(error, name);
      }
    },
    async forget(filter, call) {
      check(call);
      return inTurn(async () => {
        await toWrite();
        let forgotten = 0;
        const beside = await open(`${name}.erasing`, 'w', 0o600);
        try {
          let kept: string[] = [];
          const put = async (): Promise<void> => {
            await beside.appendFile(kept.join(''));
            kept = [];
          };
          for await (const { line, event } of read(filter, await openToRead(), call)) {
            // What cannot be read may be about anybody: it goes.
            if (event === 'other') kept.push(`${line}\n`);
            else forgotten++;
            if (kept.length === BATCH) await put();
          }
          await put();
          await beside.sync();
        } finally {
          await beside.close();
        }
        await rename(`${name}.erasing`, name);
        return { forgotten };
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function openFile(name: string, flags: 'r' | 'r+'): Promise<FileHandle | undefined> {
  try {
    return await open(name, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A last line without its line break was never promised to anybody. */
async function cutTornLine(name: string): Promise<void> {
  const handle = await openFile(name, 'r+');
  if (handle === undefined) return;
  try {
    let { size: end } = await handle.stat();
    const block = Buffer.alloc(1 << 16);
    while (end > 0) {
      const from = Math.max(0, end - block.length);
      const { bytesRead } = await handle.read(block, 0, end - from, from);
      const at = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
      end = from + at + 1;
      if (at >= 0) break;
    }
    await handle.truncate(end);
  } finally {
    await handle.close();
  }
}

const inUse = (name: string, holder: string): ImageSearchError =>
  new ImageSearchError({
    code: 'STORE_UNAVAILABLE',
    message: `The feedback in ${name} is being recorded by ${holder}.`,
    hint: `Record from one process, or give each a file of its own. If that process is gone, remove ${name}.lock.`,
    retryable: false,
  });

function sinkError(cause: unknown, name: string): ImageSearchError {
  if (ImageSearchError.isInstance(cause)) return cause;
  return new ImageSearchError({
    code: 'STORE_UNAVAILABLE',
    message: `The feedback in ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'Check that disk and its permissions; what was recorded is in the file.',
    cause,
  });
}
