import { ImageSearchError, type IndexEvent, type IndexProgress } from '@imgsearch/core';
import { Presets, SingleBar } from 'cli-progress';

/** `bar` for people, `lines` of JSON for programs, `none` but failures. */
export type ProgressMode = 'bar' | 'lines' | 'none';

export interface IndexReporter {
  tell(event: IndexEvent): void;
  /** The run as a whole failed: says how far it had come. The error itself is told to people by whoever catches it. */
  fail(error: unknown): void;
  end(): void;
}

/** What a run did that failed before its first batch. */
const NOTHING = { indexed: 0, skipped: 0, updated: 0, failed: 0 };
/** Milliseconds between two lines of progress. */
const EVERY = 5000;

/** Progress of an index run on stderr. @param now milliseconds; for tests */
export function createIndexReporter(
  mode: ProgressMode,
  stream: NodeJS.WritableStream = process.stderr,
  now: () => number = () => performance.now(),
): IndexReporter {
  if (mode === 'bar') return createBar(stream);
  let last = Number.NEGATIVE_INFINITY;
  let latest: IndexProgress | undefined;
  const line = (value: object): void => void stream.write(`${JSON.stringify(value)}\n`);
  return {
    tell(event) {
      if (event.type === 'item-error') {
        const { productId, imageId, kind, attempts, error } = event;
        if (mode === 'lines')
          line({ event: 'failure', productId, imageId, kind, attempts, message: error.message });
        else stream.write(`${productId}: ${error.message}\n`);
      }
      if (event.type === 'batch-end') latest = event;
      if (mode !== 'lines') return;
      if (event.type === 'index-start') {
        const { batchSize, concurrency, total } = event;
        line({ event: 'start', batchSize, concurrency, total });
      }
      if (event.type === 'batch-end' && now() - last >= EVERY) {
        last = now();
        const { type: _, ...progress } = event;
        line({ event: 'progress', ...progress });
      }
      if (event.type === 'index-end') {
        const { failures: _, prunedProducts: __, ...report } = event.report;
        line({ event: 'end', ...report });
      }
    },
    fail(error) {
      if (mode !== 'lines') return stopped(latest, stream);
      const { type: _, ...progress } = { type: '', ...NOTHING, ...latest };
      const { code, hint } = ImageSearchError.isInstance(error) ? error : {};
      const message = error instanceof Error ? error.message : String(error);
      line({ event: 'error', code, message, hint, ...progress });
    },
    end: () => undefined,
  };
}

const seconds = (milliseconds: number): string => {
  const whole = Math.round(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0
    ? `${hours} h ${minutes} min`
    : minutes > 0
      ? `${minutes} min ${whole % 60} s`
      : `${whole} s`;
};

/** What stands behind the bar: `12.3 images/s, 4 min 2 s left, 310 MB, failed: 2 unreadable`. */
export function progressText(progress: IndexProgress): string {
  const { imagesPerSecond, timeLeft, memory, failuresByKind } = progress;
  const failed = Object.entries(failuresByKind).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${imagesPerSecond.toFixed(1)} images/s`,
    ...(timeLeft === undefined ? [] : [`${seconds(timeLeft)} left`]),
    ...(memory === undefined ? [] : [`${Math.round(memory / 2 ** 20)} MB`]),
    ...(failed.length === 0 ? [] : [`failed: ${failed.join(', ')}`]),
  ].join(', ');
}

/** What a run did before it failed. */
function stopped(progress: IndexProgress | undefined, stream: NodeJS.WritableStream): void {
  const { indexed, skipped, updated } = progress ?? NOTHING;
  stream.write(
    `The run broke off: ${indexed} pictures indexed, ${updated} updated, ${skipped} known before.\n`,
  );
}

function createBar(stream: NodeJS.WritableStream): IndexReporter {
  let bar: SingleBar | undefined;
  let latest: IndexProgress | undefined;
  return {
    tell(event) {
      if (event.type === 'index-start') {
        const known = event.total !== undefined;
        const format = known ? 'indexing {bar} {value}/{total}  {text}' : 'indexing {value}  {text}';
        bar = new SingleBar({ format, stream, clearOnComplete: true }, Presets.shades_classic);
        bar.start(event.total ?? 0, 0, { text: '' });
      }
      if (event.type !== 'batch-end') return;
      latest = event;
      bar?.update(event.products, { text: progressText(event) });
    },
    fail() {
      bar?.stop();
      stopped(latest, stream);
    },
    end: () => bar?.stop(),
  };
}
