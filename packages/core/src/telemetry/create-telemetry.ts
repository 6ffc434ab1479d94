import {
  type Attributes,
  type BatchObservableResult,
  type Histogram,
  type Meter,
  metrics,
  type Observable,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { PipelineStats } from '../spec/serving.ts';

/** Spans and metrics of a pipeline: nothing happens, and nothing is kept, unless the host has an OpenTelemetry SDK. */
export interface Telemetry {
  /** Does work inside a span that what it calls can find; an error is noted by its code, never by its text. */
  span<T>(name: string, options: SpanDescription, work: (span: Span) => Promise<T>): Promise<T>;
  /** Seconds. */
  readonly duration: (metric: DurationMetric, milliseconds: number, attributes: Attributes) => void;
  readonly batchSize: (items: number, attributes: Attributes) => void;
  readonly count: (metric: CountMetric, attributes: Attributes) => void;
  /**
   * Reads queues and counts of a pipeline whenever metrics are collected, until it is called back.
   * @param attributes tell pipelines of one process apart
   */
  watch(attributes: Attributes, stats: () => PipelineStats): () => void;
}

export interface SpanDescription {
  readonly attributes?: Attributes | undefined;
  /** Whether the work is done elsewhere, e.g. by a database. */
  readonly remote?: boolean | undefined;
}

const DURATIONS = {
  'imgsearch.search.duration': 'From admission to answer of a search, an embed or an analysis.',
  'imgsearch.queue.duration': 'Waiting of a picture before a model or the image processor.',
  'imgsearch.run.duration': 'One run of a model or of the image processor.',
  'db.client.operation.duration': 'One call of the vector store.',
} as const;
const COUNTS = {
  'imgsearch.gate.outcomes': 'Photos by what became of their background.',
  'imgsearch.category.routed': 'Searches by the category that they were sent to.',
} as const;
export type DurationMetric = keyof typeof DURATIONS;
export type CountMetric = keyof typeof COUNTS;

const NAME = '@imgsearch/core';
/** Seconds; those that the semantic conventions advise for requests, and two more below: a small model takes a millisecond. */
const BOUNDARIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** Seconds; those that they advise for calls of a database. */
const DATABASE_BOUNDARIES = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

export function createTelemetry(): Telemetry {
  // Asked for late: a meter, unlike a tracer, stays silent for ever if it was asked for before the SDK was there.
  let meter: Meter | undefined;
  const instruments = new Map<string, unknown>();
  const instrument = <T>(name: string, create: (meter: Meter) => T): T => {
    const known = instruments.get(name) as T | undefined;
    if (known) return known;
    meter ??= metrics.getMeter(NAME);
    const created = create(meter);
    instruments.set(name, created);
    return created;
  };
  const durationOf = (name: DurationMetric): Histogram =>
    instrument(name, (from) =>
      from.createHistogram(name, {
        unit: 's',
        description: DURATIONS[name],
        advice: {
          explicitBucketBoundaries:
            name === 'db.client.operation.duration' ? DATABASE_BOUNDARIES : BOUNDARIES,
        },
      }),
    );

  return {
    span: (name, { attributes, remote = false }, work) =>
      trace
        .getTracer(NAME)
        .startActiveSpan(
          name,
          { kind: remote ? SpanKind.CLIENT : SpanKind.INTERNAL, ...(attributes && { attributes }) },
          async (span) => {
            try {
              return await work(span);
            } catch (error) {
              span.setAttribute('error.type', errorType(error));
              span.setStatus({ code: SpanStatusCode.ERROR });
              throw error;
            } finally {
              span.end();
            }
          },
        ),
    duration: (name, milliseconds, attributes) => durationOf(name).record(milliseconds / 1000, attributes),
    batchSize: (items, attributes) =>
      instrument('imgsearch.batch.size', (from) =>
        from.createHistogram('imgsearch.batch.size', {
          unit: '{picture}',
          description: 'Pictures in one run of a model.',
          advice: { explicitBucketBoundaries: [1, 2, 4, 8, 16, 32, 64] },
        }),
      ).record(items, attributes),
    count: (name, attributes) =>
      instrument(name, (from) => from.createCounter(name, { description: COUNTS[name] })).add(1, attributes),
    watch(attributes, stats) {
      meter ??= metrics.getMeter(NAME);
      return watchStats(meter, attributes, stats);
    },
  };
}

/** Low in number, as metrics want it: the code, or the class of what is none of ours. */
export const errorType = (error: unknown): string =>
  ImageSearchError.isInstance(error) ? error.code : error instanceof Error ? error.name : '_OTHER';

function watchStats(meter: Meter, pipeline: Attributes, stats: () => PipelineStats): () => void {
  const waiting = meter.createObservableGauge('imgsearch.queue.length', {
    unit: '{picture}',
    description: 'Pictures that wait before a model or the image processor.',
  });
  const running = meter.createObservableGauge('imgsearch.search.active', {
    unit: '{search}',
    description: 'Searches underway.',
  });
  const refused = meter.createObservableCounter('imgsearch.search.refused', {
    unit: '{search}',
    description: 'Searches refused with QUEUE_FULL.',
  });
  const lookups = meter.createObservableCounter('imgsearch.cache.lookups', {
    unit: '{picture}',
    description: 'Pictures that were looked up in the cache, by result.',
  });
  const observables: Observable[] = [waiting, running, refused, lookups];
  const observe = (result: BatchObservableResult): void => {
    const { searches, queues, cache } = stats();
    result.observe(running, searches.running, pipeline);
    result.observe(refused, searches.refused, pipeline);
    for (const [queue, { waiting: each }] of Object.entries(queues))
      for (const [priority, length] of Object.entries(each))
        result.observe(waiting, length, {
          ...pipeline,
          'imgsearch.queue': queue,
          'imgsearch.priority': priority,
        });
    if (!cache) return;
    const results = {
      memory: cache.hits.memory,
      store: cache.hits.store,
      miss: cache.misses,
      joined: cache.joined,
    };
    for (const [outcome, value] of Object.entries(results))
      result.observe(lookups, value, { ...pipeline, 'imgsearch.cache.result': outcome });
  };
  meter.addBatchObservableCallback(observe, observables);
  return () => meter.removeBatchObservableCallback(observe, observables);
}
