import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { PipelineStats, Place, QueryCallOptions } from '../spec/serving.ts';
import { createRecentTimes } from '../telemetry/create-recent-times.ts';

/** `AdmissionPolicy`, decided. */
export interface AdmissionSettings {
  readonly maxSearches: number;
  readonly deadline: number | undefined;
}

/** Decides whether one more search is taken. */
export interface Admission {
  /**
   * @param onRelease called once, when the place was given back or a search that used it has ended
   * @throws ImageSearchError QUEUE_FULL, ABORTED, TIMEOUT
   */
  admit(options: CallOptions | undefined, onRelease: () => void): Place;
  /** Whether the place was given here and not given back. */
  knows(place: Place | undefined): boolean;
  /** Runs a search in the place that it brings, or in one of its own; with the deadline that holds for it. */
  run<T>(options: QueryCallOptions, work: (call: CallOptions) => Promise<T>): Promise<T>;
  /** When a search was last refused, in milliseconds since the epoch; 0 for never. */
  readonly lastRefusal: number;
  stats(): PipelineStats['searches'];
}

/** Milliseconds for which an unused place counts. */
const HOLD = 1000;
/** So many are always let in; and the pace is learnt from answers in such company, because few fill no batches. */
const ALWAYS = 4;
/** Such answers before the pace is believed, because the first of a process are slow; and how many are let in until then. */
const ENOUGH = 64;
/** Milliseconds after which the pace is forgotten that nothing confirmed. */
const FORGET = 300_000;
/** Share of the time to the deadline that the expected duration may fill; the rest is for its spread. */
const SHARE = 0.5;
/** Weight that older answers keep with each new one: the pace is that of the latest 30 or so. */
const MEMORY = 1 - 1 / 32;

/**
 * A search is taken where it will be answered in time, by Little's law: those underway leave at a pace that is known
 * from the latest answers, and a newcomer's turn is behind all of them. So however fast the machine is and however
 * much arrives, what is taken is answered, and the rest is told at once.
 */
export function createAdmission({ maxSearches, deadline: within }: AdmissionSettings): Admission {
  /** Places that count, until they are used or their time is over. */
  const held = new Map<Place, ReturnType<typeof setTimeout>>();
  const given = new WeakSet<Place>();
  const notReleased = new WeakSet<Place>();
  const duration = createRecentTimes();
  const counts = { accepted: 0, refused: 0, failed: 0 };
  let using = 0;
  let answered = 0;
  let lastRefusal = 0;
  /** Durations of the latest answers and how many were underway when each began, older ones fading. */
  let spent = 0;
  let company = 0;
  let confirmed = 0;

  const deadlineOf = (options: CallOptions): number | undefined =>
    options.deadline ?? (within === undefined ? undefined : Date.now() + within);
  /** How many can be answered within so many milliseconds. */
  const capacity = (left: number | undefined): number => {
    if (Date.now() - confirmed > FORGET) answered = spent = company = 0;
    if (left === undefined) return maxSearches;
    if (answered < ENOUGH) return Math.min(maxSearches, ENOUGH);
    return Math.min(maxSearches, Math.max(ALWAYS, Math.floor((left * SHARE * company) / spent)));
  };

  function findRoom(options: CallOptions): void {
    throwIfStopped(options);
    const deadline = deadlineOf(options);
    const left = deadline === undefined ? undefined : deadline - Date.now();
    const running = using + held.size;
    if (running < capacity(left)) {
      counts.accepted++;
      return;
    }
    counts.refused++;
    lastRefusal = Date.now();
    throw new ImageSearchError({
      code: 'QUEUE_FULL',
      message:
        running >= maxSearches
          ? `${running} searches are underway, as many as there may be.`
          : `${running} searches are underway, and one more would not be answered in time.`,
      hint: 'Try again later, send fewer requests at once, or run more processes.',
    });
  }

  function learn(time: number, beside: number): void {
    answered++;
    spent = spent * MEMORY + time;
    company = company * MEMORY + beside;
    confirmed = Date.now();
  }

  const letGo = (place: Place): boolean => {
    clearTimeout(held.get(place));
    return held.delete(place);
  };

  return {
    get lastRefusal() {
      return lastRefusal;
    },
    knows: (place) => place !== undefined && notReleased.has(place),
    admit(options = {}, onRelease) {
      findRoom(options);
      const place: Place = {
        release() {
          letGo(place);
          if (notReleased.delete(place)) onRelease();
        },
      };
      given.add(place);
      notReleased.add(place);
      const timer = setTimeout(() => letGo(place), HOLD);
      (timer as { unref?: () => void }).unref?.();
      held.set(place, timer);
      return place;
    },
    async run({ place, ...call }, work) {
      if (place !== undefined && !given.has(place))
        throw invalidOption('place', 'what `admit` of this pipeline gave', place);
      if (place === undefined || !letGo(place)) findRoom(call);
      const begin = performance.now();
      const beside = ++using;
      try {
        const answer = await work({ ...call, deadline: deadlineOf(call) });
        const time = performance.now() - begin;
        duration.add(time);
        if (beside >= ALWAYS) learn(time, beside);
        return answer;
      } catch (error) {
        counts.failed++;
        throw error;
      } finally {
        using--;
        place?.release();
      }
    },
    stats: () => ({
      running: using + held.size,
      limit: capacity(within),
      ...counts,
      duration: duration.read(),
    }),
  };
}
