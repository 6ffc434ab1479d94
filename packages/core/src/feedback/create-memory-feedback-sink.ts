import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, checkNumber } from '../options/check.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { FeedbackEvent, FeedbackSink } from '../spec/feedback.ts';
import { matchesFeedback } from './matches-feedback.ts';

export interface MemoryFeedbackSinkOptions {
  /** Events that are kept; the oldest go first. Default 100,000: some 130 MB where each has a vector of 256 numbers. */
  readonly maxEvents?: number | undefined;
}

/**
 * Keeps feedback in this process, for tests, demos and sessions. It forgets when the process ends.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const sink = createMemoryFeedbackSink({ maxEvents: 10_000 });
 */
export function createMemoryFeedbackSink(
  options: MemoryFeedbackSinkOptions = {},
): FeedbackSink & AsyncDisposable & { close(): Promise<void> } {
  checkKeys('options', options, ['maxEvents']);
  const maxEvents = checkNumber('maxEvents', options.maxEvents, { min: 1, integer: true, fallback: 100_000 });
  let kept: FeedbackEvent[] = [];
  let closed = false;
  const check = (call: Parameters<typeof throwIfStopped>[0]): void => {
    throwIfStopped(call);
    if (closed)
      throw new ImageSearchError({
        code: 'CLOSED',
        message: 'The feedback sink was closed.',
        hint: 'Close it after whatever records into it.',
      });
  };
  const close = async (): Promise<void> => {
    closed = true;
    kept = [];
  };
  return {
    specVersion: SPEC_VERSION,
    info: { id: 'memory', name: 'memory' },
    async record(events, call) {
      check(call);
      for (const event of events) kept.push(structuredClone(event));
      if (kept.length > maxEvents) kept.splice(0, kept.length - maxEvents);
    },
    async *events(filter = {}, call) {
      check(call);
      for (const event of [...kept]) if (matchesFeedback(event, filter)) yield structuredClone(event);
    },
    async forget(filter, call) {
      check(call);
      const before = kept.length;
      kept = kept.filter((event) => !matchesFeedback(event, filter));
      return { forgotten: before - kept.length };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
