import type { PipelineStats } from '../spec/serving.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { createRecentTimes } from './create-recent-times.ts';
import { observeStore } from './observe-store.ts';

export interface StoreMonitor {
  /** The same store, observed. */
  readonly store: VectorStore;
  stats(): PipelineStats['store'];
}

/** @param onOutcome told what each call came to; undefined where it went well */
export function createStoreMonitor(store: VectorStore, onOutcome: (error: unknown) => void): StoreMonitor {
  const duration = createRecentTimes();
  let failures = 0;
  const observed = observeStore(store, async (_call, _input, work) => {
    const begin = performance.now();
    try {
      const answer = await work();
      onOutcome(undefined);
      return answer;
    } catch (error) {
      failures++;
      onOutcome(error);
      throw error;
    } finally {
      duration.add(performance.now() - begin);
    }
  });
  return {
    store: observed,
    stats() {
      const times = duration.read();
      return { calls: times.count, failures, duration: times };
    },
  };
}
