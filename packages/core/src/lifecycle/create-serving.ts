import type { RunOutcome } from '../batching/create-batcher.ts';
import { checkCallOptions } from '../options/check-call-options.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { EmbeddingCache } from '../spec/embedding-cache.ts';
import type { BackgroundReport, CategoryReport } from '../spec/photo-report.ts';
import type { PipelineHealth, PipelineStats, Place, QueryCallOptions, QueueRole } from '../spec/serving.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { createStepTracer, type NamedParts, type StepTracer } from '../telemetry/create-step-tracer.ts';
import { createStoreMonitor } from '../telemetry/create-store-monitor.ts';
import { createTelemetry, errorType } from '../telemetry/create-telemetry.ts';
import { type AdmissionSettings, createAdmission } from './create-admission.ts';
import type { CallGate } from './create-call-gate.ts';
import { createHealth } from './create-health.ts';

export interface ServingOptions {
  readonly parts: NamedParts;
  readonly store: VectorStore;
  readonly cache: EmbeddingCache | undefined;
  readonly admission: AdmissionSettings;
}

/** What is told of an answer. */
interface Routed {
  readonly category?: CategoryReport;
  readonly query?: { readonly category: CategoryReport };
}

/** Who is let in, and what is known of how it goes: admission, health, counts, spans and metrics of a pipeline. */
export interface Serving {
  /** The store, observed. */
  readonly store: VectorStore;
  readonly traced: StepTracer;
  readonly onRun: (role: QueueRole, outcome: RunOutcome) => void;
  readonly onBackground: (report: BackgroundReport) => void;
  admit(gate: CallGate, call: CallOptions | undefined): Place;
  /** A search, an embed or an analysis: in a place, under a name of its own where its caller gave none. */
  run<T extends Routed>(
    operation: string,
    gate: CallGate,
    options: QueryCallOptions,
    work: (call: CallOptions) => Promise<T>,
  ): Promise<T>;
  /** From here on metrics are collected. */
  start(queues: () => PipelineStats['queues']): void;
  stop(): void;
  stats(queues: PipelineStats['queues']): PipelineStats;
  health(now: { readonly opened: boolean; readonly closing: boolean }): PipelineHealth;
}

export function createServing({ parts, store, cache, admission: settings }: ServingOptions): Serving {
  const telemetry = createTelemetry();
  const health = createHealth();
  const admission = createAdmission(settings);
  const monitor = createStoreMonitor(store, telemetry, (error) => health.observe('store', error));
  let stopWatching: (() => void) | undefined;
  const stats = (queues: PipelineStats['queues']): PipelineStats => ({
    searches: admission.stats(),
    queues,
    store: monitor.stats(),
    ...(cache && { cache: cache.stats() }),
  });

  const measured = <T extends Routed>(operation: string, work: () => Promise<T>): Promise<T> =>
    telemetry.span(`imgsearch.${operation}`, {}, async (span) => {
      const begin = performance.now();
      let failure: unknown;
      try {
        const answer = await work();
        const { category } = answer.query ?? answer;
        const routed = category && {
          'imgsearch.category': category.id,
          'imgsearch.category.source': category.source,
        };
        if (routed) {
          span.setAttributes(routed);
          telemetry.count('imgsearch.category.routed', routed);
        }
        return answer;
      } catch (error) {
        failure = error;
        throw error;
      } finally {
        telemetry.duration('imgsearch.search.duration', performance.now() - begin, {
          'imgsearch.operation': operation,
          ...(failure !== undefined && { 'error.type': errorType(failure) }),
        });
      }
    });

  return {
    store: monitor.store,
    traced: createStepTracer(telemetry, parts),
    onRun(role, { size, milliseconds, waits, error }) {
      health.observe(role, error);
      const queue = { 'imgsearch.queue': role };
      for (const wait of waits) telemetry.duration('imgsearch.queue.duration', wait, queue);
      const outcome = { ...queue, ...(error !== undefined && { 'error.type': errorType(error) }) };
      telemetry.duration('imgsearch.run.duration', milliseconds, outcome);
      if (role !== 'decode' && role !== 'cutOut') telemetry.batchSize(size, queue);
    },
    onBackground: ({ removed, reason, mode }) =>
      telemetry.count('imgsearch.gate.outcomes', {
        'imgsearch.gate.outcome': removed ? 'removed' : (reason ?? 'kept'),
        'imgsearch.background.mode': mode,
      }),
    admit(gate, call) {
      checkCallOptions(call);
      const leave = gate.hold();
      try {
        return admission.admit(call, leave);
      } catch (error) {
        leave();
        throw error;
      }
    },
    run: (operation, gate, { caller = Symbol('call'), ...call }, work) =>
      gate.run(
        call,
        () => admission.run({ ...call, caller }, (admitted) => measured(operation, () => work(admitted))),
        admission.knows(call.place),
      ),
    start(queues) {
      stopWatching ??= telemetry.watch({ 'db.collection.name': store.info.name }, () => stats(queues()));
    },
    stop: () => stopWatching?.(),
    stats,
    health: (now) =>
      health.read({
        ...now,
        refusing: admission.lastRefusal,
        cacheRests: cache?.stats().storeState === 'resting',
      }),
  };
}
