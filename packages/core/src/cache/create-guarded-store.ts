import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Logger } from '../spec/component.ts';
import type { KeyValueStore } from '../spec/embedding-cache.ts';

export interface GuardedStore {
  /** Undefined also where the store fails, takes too long, or is being left alone. Never rejects. */
  get(key: string): Promise<unknown>;
  /** Whether it was kept. Never rejects. */
  set(key: string, value: string, ttl: number | undefined): Promise<boolean>;
  readonly failures: number;
  readonly resting: boolean;
}

/** Failures one after the other until the store is left alone. */
const PATIENCE = 3;

/**
 * Keeps a broken or slow store from costing anybody time: a call is given up after `limit` milliseconds, and after
 * three failures running the store is left alone for one second, then two, up to thirty. From then on trying again is
 * nobody's wait: the call that tries does so on the side.
 */
export function createGuardedStore(store: KeyValueStore, limit: number, logger: Logger): GuardedStore {
  let failures = 0;
  /** What a Keyv swallowed and told as an event. A listener also because an error without one would end the process. */
  const told: { count: number; last?: unknown } = { count: 0 };
  store.on?.('error', (error) => {
    told.count++;
    told.last = error;
  });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: 1000, maxDelay: 30_000 }),
    breaker: new ConsecutiveBreaker(PATIENCE),
  });
  const patience = timeout(limit, TimeoutStrategy.Aggressive).dangerouslyUnref();
  const guard = wrap(breaker, patience);
  patience.onFailure(() => {
    failures++;
  });
  breaker.onBreak((reason) =>
    logger.warn('The store behind the embedding cache fails and is left alone for a while.', reason),
  );
  breaker.onReset(() => logger.info('The store behind the embedding cache works again.'));

  async function run<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    if (breaker.state === CircuitState.HalfOpen) return otherwise;
    const call = guard.execute(work).catch(() => otherwise);
    return breaker.state === CircuitState.Closed ? call : otherwise;
  }

  return {
    get: (key) =>
      run<unknown>(async () => {
        const before = told.count;
        const value = await store.get(key);
        if (value === undefined && told.count > before) throw told.last;
        return value;
      }, undefined),
    set: (key, value, ttl) =>
      run(async () => {
        const before = told.count;
        const kept = await store.set(key, value, ttl);
        if (kept === false || told.count > before) throw told.last;
        return true;
      }, false),
    get failures() {
      return failures;
    },
    get resting() {
      return breaker.state !== CircuitState.Closed;
    },
  };
}
