import type { IndexEvent } from '../spec/indexing.ts';

/** Events that a reader may fall behind. */
const BOUND = 1000;

/** Events of one run, for any number of readers, each of whom gets them from the start as far as they are kept. */
export interface EventLog {
  push(event: IndexEvent): void;
  /** No more events; readers end, or fail with the error. */
  end(error?: unknown): void;
  read(): AsyncIterator<IndexEvent>;
}

/**
 * Keeps at most a thousand unread events for each reader. Beyond that the oldest `batch-end` goes (the next one has
 * newer counts), then the oldest `item-error`; start and end stay.
 */
export function createEventLog(bound: number = BOUND): EventLog {
  const kept: IndexEvent[] = [];
  const readers = new Set<{ readonly unread: IndexEvent[]; wake?: (() => void) | undefined }>();
  let ended: { readonly error?: unknown; readonly failed: boolean } | undefined;

  const wakeAll = (): void => {
    for (const reader of readers) reader.wake?.();
  };

  return {
    push(event) {
      addBounded(kept, event, bound);
      for (const { unread } of readers) addBounded(unread, event, bound);
      wakeAll();
    },
    end(error) {
      ended = { error, failed: error !== undefined };
      wakeAll();
    },
    read() {
      const reader: { readonly unread: IndexEvent[]; wake?: (() => void) | undefined } = {
        unread: [...kept],
      };
      readers.add(reader);
      return {
        async next() {
          for (;;) {
            const event = reader.unread.shift();
            if (event) return { done: false, value: event };
            if (ended || !readers.has(reader)) {
              readers.delete(reader);
              if (ended?.failed) throw ended.error;
              return { done: true, value: undefined };
            }
            await new Promise<void>((resolve) => {
              reader.wake = resolve;
            });
          }
        },
        async return() {
          readers.delete(reader);
          reader.wake?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function addBounded(events: IndexEvent[], event: IndexEvent, bound: number): void {
  events.push(event);
  if (events.length <= bound) return;
  const batch = events.findIndex(({ type }) => type === 'batch-end');
  events.splice(
    batch >= 0
      ? batch
      : Math.max(
          0,
          events.findIndex(({ type }) => type === 'item-error'),
        ),
    1,
  );
}
