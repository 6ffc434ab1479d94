import type { Priority } from '../spec/call-options.ts';
import type { Runner } from '../spec/component.ts';

/** Whoever has work that is done in a limited number of places. */
export interface TurnTaker {
  /** When the oldest of what could be started now began to wait; undefined where there is nothing. */
  waitingSince(priority: Priority): number | undefined;
  /** Starts something of that priority. Settles when its place is free. */
  start(priority: Priority): Promise<void>;
}

export interface Turns {
  /** Whether something is being done. */
  readonly busy: boolean;
  join(taker: TurnTaker): void;
  leave(taker: TurnTaker): void;
  /** Starts what can be started, at the end of this turn of the event loop. */
  ask(): void;
  /** Starts it now. */
  dispatch(): void;
}

/** So often interactive work goes first before bulk work that waits has a turn. */
const PATIENCE = 8;

/**
 * A limited number of places for the work of several takers. Interactive work goes first, but every ninth turn is for
 * bulk work, which so keeps moving; of one priority the oldest goes first.
 */
export function createTurns(places: number): Turns {
  const takers = new Set<TurnTaker>();
  let running = 0;
  let asked = false;
  let overtaken = 0;

  function oldest(priority: Priority): TurnTaker | undefined {
    let found: TurnTaker | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const taker of takers) {
      const since = taker.waitingSince(priority) ?? Number.POSITIVE_INFINITY;
      if (since >= least) continue;
      least = since;
      found = taker;
    }
    return found;
  }

  function dispatch(): void {
    while (running < places) {
      const bulk = oldest('bulk');
      const interactive = bulk && overtaken >= PATIENCE ? undefined : oldest('interactive');
      const taker = interactive ?? bulk;
      if (taker === undefined) return;
      overtaken = interactive && bulk ? overtaken + 1 : 0;
      running++;
      void taker.start(interactive ? 'interactive' : 'bulk').finally(() => {
        running--;
        dispatch();
      });
    }
  }

  return {
    get busy() {
      return running > 0;
    },
    join: (taker) => void takers.add(taker),
    leave: (taker) => void takers.delete(taker),
    ask() {
      if (asked) return;
      asked = true;
      queueMicrotask(() => {
        asked = false;
        dispatch();
      });
    },
    dispatch,
  };
}

const shared = new WeakMap<Runner, Turns>();

/** The one set of turns of all models, of whatever pipeline, that one runner runs. */
export function turnsOf(runner: Runner): Turns {
  const turns = shared.get(runner) ?? createTurns(runner.places);
  shared.set(runner, turns);
  return turns;
}
