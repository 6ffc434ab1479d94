import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEmbeddingCache } from './cache/create-embedding-cache.ts';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { ImageSearchError } from './errors/image-search-error.ts';
import type { Fields } from './spec/fields.ts';
import type { ImageSearchPipeline, PipelineOptions } from './spec/pipeline.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const spans = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
const metering = new MeterProvider({ readers: [reader] });
const secret = 'secret-brand';
const image = photoOf(1);

beforeAll(() => {
  tracing.register();
  metrics.setGlobalMeterProvider(metering);
});
afterAll(async () => {
  trace.disable();
  metrics.disable();
  await metering.shutdown();
});
const pipelines: ImageSearchPipeline[] = [];
beforeEach(() => spans.reset());
afterEach(async () => {
  for (const pipeline of pipelines.splice(0)) await pipeline.close();
});

const create = (more: Partial<PipelineOptions<Fields>> = {}) => {
  const pipeline = createImageSearchPipeline<Fields>({
    ...fakeParts(),
    fields: { brand: 'keyword' },
    ...more,
  });
  pipelines.push(pipeline);
  return pipeline;
};
const named = (name: string): ReadableSpan[] => spans.getFinishedSpans().filter((span) => span.name === name);

/** Metrics as they are now: sums and counts by name and attributes. */
async function collected(): Promise<Map<string, { attributes: object; value: unknown }[]>> {
  const { resourceMetrics } = await reader.collect();
  const found = resourceMetrics.scopeMetrics.flatMap((scope) => {
    expect(scope.scope.name).toBe('@imgsearch/core');
    return scope.metrics;
  });
  return new Map(
    found.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ attributes, value }) => ({ attributes, value })),
    ]),
  );
}

it('a search is one trace: a span a step, by the conventions, below the caller who asked', async () => {
  const pipeline = create();
  await pipeline.index([{ id: 'a', images: [image], metadata: { brand: secret } }]);
  const [indexed] = named('imgsearch.index');
  expect(indexed?.parentSpanContext).toBeUndefined();
  expect(named('imgsearch.decode')[0]?.parentSpanContext?.spanId).toBe(indexed?.spanContext().spanId);
  spans.reset();
  await trace
    .getTracer('test')
    .startActiveSpan('request', (span) =>
      pipeline.search({ image, filter: { brand: secret } }).finally(() => span.end()),
    );
  const [request] = named('request');
  const [search] = named('imgsearch.search');
  expect(search?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
  expect(search?.attributes).toEqual({
    'imgsearch.category': 'bottom',
    'imgsearch.category.source': 'classifier',
  });
  const steps = ['read', 'decode', 'segment', 'cutOut', 'classify', 'match'].map(
    (step) => `imgsearch.${step}`,
  );
  for (const name of [...steps, 'embeddings fake-embedder'])
    expect(
      named(name).map((span) => span.parentSpanContext?.spanId),
      name,
    ).toEqual([search?.spanContext().spanId]);
  expect(named('embeddings fake-embedder')[0]?.attributes).toEqual({
    'gen_ai.operation.name': 'embeddings',
    'gen_ai.provider.name': 'imgsearch',
    'gen_ai.request.model': 'fake-embedder',
  });
  const store = named('searchGroups memory')[0];
  expect(store?.kind).toBe(SpanKind.CLIENT);
  expect(store?.parentSpanContext?.spanId).toBe(named('imgsearch.match')[0]?.spanContext().spanId);
  expect(store?.attributes).toEqual({
    'db.system.name': 'memory',
    'db.collection.name': 'memory',
    'db.operation.name': 'searchGroups',
  });
  const traces = new Set(spans.getFinishedSpans().map((span) => span.spanContext().traceId));
  expect(traces.size).toBe(1);
});

it('callers who share a batch keep their own traces', async () => {
  const pipeline = create();
  await pipeline.open();
  spans.reset();
  await Promise.all([1, 2, 3].map((leaf) => pipeline.embed({ image: photoOf(leaf) })));
  const roots = named('imgsearch.embed').map((span) => span.spanContext());
  expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(3);
  for (const { traceId, spanId } of roots) {
    const own = named('embeddings fake-embedder').filter((span) => span.spanContext().traceId === traceId);
    expect(own.map((span) => span.parentSpanContext?.spanId)).toEqual([spanId]);
  }
});

it('a failure is noted by its code; nothing of photo, filter or message is told', async () => {
  const parts = fakeParts();
  parts.store.searchGroups = () =>
    Promise.reject(new ImageSearchError({ code: 'STORE_UNAVAILABLE', message: `no route to ${secret}` }));
  const pipeline = create(parts);
  await expect(pipeline.search({ image, filter: { brand: secret } })).rejects.toThrow(secret);
  for (const name of ['imgsearch.search', 'imgsearch.match', 'searchGroups memory']) {
    expect(named(name)[0]?.status.code).toBe(SpanStatusCode.ERROR);
    expect(named(name)[0]?.attributes['error.type']).toBe('STORE_UNAVAILABLE');
  }
  const told = spans
    .getFinishedSpans()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
  expect(JSON.stringify(told)).not.toContain(secret);
});

it('measures queues, batches, runs, the store, the cache, the gate and where searches were sent', async () => {
  const pipeline = create({ cache: createEmbeddingCache(), policies: { admission: { maxSearches: 1 } } });
  const before = await collected();
  await pipeline.index([0, 1, 2].map((leaf) => ({ id: String(leaf), images: [photoOf(leaf)] })));
  await pipeline.search({ image });
  await pipeline.search({ image: photoOf(9), backgroundRemoval: 'off' });
  const place = pipeline.admit();
  await expect(pipeline.search({ image })).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  const after = await collected();
  const amount = (value: unknown): number =>
    typeof value === 'number' ? value : (value as { count: number }).count;
  /** How often, since the beginning of this test. */
  const count = (name: string, wanted: object = {}): number => {
    const sum = (points: { attributes: object; value: unknown }[] = []): number =>
      points
        .filter(({ attributes }) =>
          Object.entries(wanted).every(([key, value]) => Reflect.get(attributes, key) === value),
        )
        .reduce((total, { value }) => total + amount(value), 0);
    return sum(after.get(name)) - sum(before.get(name));
  };
  expect(count('imgsearch.queue.duration', { 'imgsearch.queue': 'embedder' })).toBe(4);
  expect(count('imgsearch.run.duration', { 'imgsearch.queue': 'decode' })).toBe(4);
  expect(count('imgsearch.batch.size', { 'imgsearch.queue': 'embedder' })).toBeGreaterThan(0);
  expect(count('imgsearch.batch.size', { 'imgsearch.queue': 'decode' })).toBe(0);
  expect(count('db.client.operation.duration', { 'db.operation.name': 'searchGroups' })).toBeGreaterThan(1);
  // As the semantic conventions want them, or dashboards for databases show nothing below 5 ms.
  const calls = after.get('db.client.operation.duration')?.[0]?.value as Histogram;
  expect(calls.buckets.boundaries).toEqual([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]);
  expect(count('imgsearch.cache.lookups', { 'imgsearch.cache.result': 'memory' })).toBe(1);
  expect(count('imgsearch.cache.lookups', { 'imgsearch.cache.result': 'miss' })).toBe(4);
  expect(count('imgsearch.gate.outcomes', { 'imgsearch.gate.outcome': 'removed' })).toBe(3);
  expect(count('imgsearch.gate.outcomes', { 'imgsearch.gate.outcome': 'off' })).toBe(1);
  expect(count('imgsearch.category.routed', { 'imgsearch.category': 'bottom' })).toBe(1);
  expect(count('imgsearch.search.duration', { 'imgsearch.operation': 'search' })).toBe(2);
  expect(count('imgsearch.search.refused')).toBe(1);
  expect(after.get('imgsearch.search.active')?.[0]?.value).toBe(1);
  const lengths = after.get('imgsearch.queue.length') ?? [];
  expect(lengths).toHaveLength(10);
  place.release();
  await pipeline.close();
  // Nobody asks a closed pipeline: what stands there is what was there last.
  expect((await collected()).get('imgsearch.search.active')?.[0]?.value).toBe(1);
});
