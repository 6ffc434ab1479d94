import type { Attributes } from '@opentelemetry/api';
import type { PipelineStats } from '../spec/serving.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { createRecentTimes } from './create-recent-times.ts';
import { errorType, type Telemetry } from './create-telemetry.ts';
import { observeStore, type StoreCall } from './observe-store.ts';

export interface StoreMonitor {
  /** The same store, observed. */
  readonly store: VectorStore;
  stats(): PipelineStats['store'];
}

/** @param onOutcome told what each call came to; undefined where it went well */
export function createStoreMonitor(
  store: VectorStore,
  telemetry: Telemetry,
  onOutcome: (error: unknown) => void,
): StoreMonitor {
  const duration = createRecentTimes();
  let failures = 0;
  const observed = observeStore(store, (call, input, work) => {
    const attributes = attributesOf(store, call, input);
    return telemetry.span(`${call} ${store.info.name}`, { attributes, remote: true }, async () => {
      const begin = performance.now();
      let failure: unknown;
      try {
        return await work();
      } catch (error) {
        failures++;
        failure = error;
        throw error;
      } finally {
        const milliseconds = performance.now() - begin;
        onOutcome(failure);
        duration.add(milliseconds);
        telemetry.duration('db.client.operation.duration', milliseconds, {
          ...attributes,
          ...(failure !== undefined && { 'error.type': errorType(failure) }),
        });
      }
    });
  });
  return {
    store: observed,
    stats() {
      const times = duration.read();
      return { calls: times.count, failures, duration: times };
    },
  };
}

/** Nothing of what is asked or written but how much. */
function attributesOf(store: VectorStore, call: StoreCall, input: unknown): Attributes {
  return {
    'db.system.name': store.info.id,
    'db.collection.name': store.info.name,
    'db.operation.name': call,
    ...(Array.isArray(input) && input.length > 1 && { 'db.operation.batch.size': input.length }),
  };
}
