import { abortable, throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CallOptions } from '../spec/call-options.ts';

export interface SingleFlight<T> {
  /** Callers who joined a flight that another had started. */
  readonly joined: number;
  /** @throws whatever the work throws, ABORTED, TIMEOUT */
  run(key: string, work: (options: CallOptions) => Promise<T>, options: CallOptions): Promise<T>;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly options: CallOptions;
  readonly everyoneGone: AbortController;
  callers: number;
}

/**
 * Lets callers who want the same at the same time share one piece of work. Nobody's abort reaches the others: the work
 * is told only when all of them have gone. A caller joins where the work will be started no later than his own call
 * would be: bulk joins anything, interactive only interactive; and what must begin by his deadline or sooner. Where it
 * was refused for the sake of a deadline that is not his, he tries again.
 */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>[]>();
  let joined = 0;

  const forget = (key: string, flight: Flight<T>): void => {
    const left = (flights.get(key) ?? []).filter((each) => each !== flight);
    if (left.length > 0) flights.set(key, left);
    else flights.delete(key);
  };

  function start(key: string, work: (options: CallOptions) => Promise<T>, options: CallOptions): Flight<T> {
    const everyoneGone = new AbortController();
    const shared = { ...options, signal: everyoneGone.signal };
    const flight: Flight<T> = { result: work(shared), options: shared, everyoneGone, callers: 0 };
    flights.set(key, [...(flights.get(key) ?? []), flight]);
    const land = (): void => forget(key, flight);
    flight.result.then(land, land);
    return flight;
  }

  async function ride(key: string, flight: Flight<T>, signal: AbortSignal | undefined): Promise<T> {
    flight.callers++;
    try {
      return await abortable(flight.result, signal);
    } finally {
      if (--flight.callers === 0) {
        forget(key, flight);
        flight.everyoneGone.abort(signal?.reason);
      }
    }
  }

  return {
    get joined() {
      return joined;
    },
    async run(key, work, options) {
      for (;;) {
        throwIfStopped(options);
        const shared = flights.get(key)?.find((flight) => isInTime(flight.options, options));
        if (!shared) return ride(key, start(key, work, options), options.signal);
        joined++;
        try {
          return await ride(key, shared, options.signal);
        } catch (error) {
          if (!wasLate(error, shared.options)) throw error;
        }
      }
    },
  };
}

const deadlineOf = ({ deadline = Number.POSITIVE_INFINITY }: CallOptions): number => deadline;

/** Whether work with these options begins as early as the caller wants. */
const isInTime = (work: CallOptions, wanted: CallOptions): boolean =>
  (wanted.priority === 'bulk' || work.priority !== 'bulk') && deadlineOf(work) <= deadlineOf(wanted);

const wasLate = (error: unknown, { deadline }: CallOptions): boolean =>
  deadline !== undefined &&
  Date.now() > deadline &&
  ImageSearchError.isInstance(error) &&
  error.code === 'TIMEOUT';
