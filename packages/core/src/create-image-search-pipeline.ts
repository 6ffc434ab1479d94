import { checkCalibration } from './calibration/check-calibration.ts';
import { checkPipelineOptions } from './check-pipeline-options.ts';
import { checkFingerprint } from './fingerprint/check-fingerprint.ts';
import { checkIndexOptions } from './indexing/check-index-options.ts';
import { forgetProducts } from './indexing/forget-products.ts';
import { removeProducts } from './indexing/remove-products.ts';
import { startIndexRun } from './indexing/start-index-run.ts';
import { updateProduct } from './indexing/update-product.ts';
import { type CallGate, createCallGate } from './lifecycle/create-call-gate.ts';
import { createClosing } from './lifecycle/create-closing.ts';
import { createOpener } from './lifecycle/create-opener.ts';
import { createServing } from './lifecycle/create-serving.ts';
import { checkKeys, invalidOption } from './options/check.ts';
import { silentLogger } from './options/silent-logger.ts';
import type { DescribedPhoto } from './photo/describe-bytes.ts';
import { describePhoto } from './photo/describe-photo.ts';
import { fingerprintOf } from './photo/fingerprint.ts';
import { paintPictures } from './photo/paint-pictures.ts';
import { createPhotoTools, type PhotoTools } from './photo/photo-tools.ts';
import { createStopwatch, type Stopwatch } from './photo/stopwatch.ts';
import type { WalkOptions } from './photo/walk-bytes.ts';
import { walkPhoto } from './photo/walk-photo.ts';
import { createScope, type Scope, unscoped } from './scope/create-scope.ts';
import { checkPictureBox } from './search/check-picture-box.ts';
import { checkBackgroundRemoval, checkSearchRequest } from './search/check-search-request.ts';
import { searchProducts } from './search/search-products.ts';
import type { CallOptions } from './spec/call-options.ts';
import type { Component, ModelInfo } from './spec/component.ts';
import type { Fields } from './spec/fields.ts';
import type { ImageSource } from './spec/image-source.ts';
import type { EmbedResult } from './spec/photo-report.ts';
import type { ImageSearchPipeline, PipelineInfo, PipelineOptions } from './spec/pipeline.ts';
import type { Hydrate, ImageQuery, SearchOptions } from './spec/search.ts';
import { defaultTaxonomy } from './taxonomy/default-taxonomy.ts';

/**
 * Photo in, similar products out: composes an image processor, models and a store that the caller made, and owns none
 * of them. Nothing is opened or computed before the first call.
 * @throws ImageSearchError INVALID_OPTIONS, naming the option
 * @example
 * const pipeline = createImageSearchPipeline({
 *   imageProcessor,
 *   embedder,
 *   store: createMemoryStore(),
 *   fields: { brand: 'keyword', price: 'number' },
 * });
 * await pipeline.index([{ id: 'p1', images: [bytes], metadata: { brand: 'Hanbit', price: 39000 } }]);
 * const { matches } = await pipeline.search({ image: photo, filter: { price: { $lt: 50000 } } });
 */
export function createImageSearchPipeline<const F extends Fields = Record<never, never>>(
  options: PipelineOptions<F>,
): ImageSearchPipeline<F> {
  const { policies, taxonomy } = checkPipelineOptions(options);
  const { imageProcessor, backgroundRemover, embedder, classifier, cache } = options;
  const { taxonomy: tree = defaultTaxonomy, logger = silentLogger } = options;
  const fields: Fields = options.fields ?? {};
  const models = { imageProcessor, backgroundRemover, embedder, classifier };
  const fingerprint = fingerprintOf({ ...models, taxonomy: tree, policies });
  const { calibration } = options;
  checkCalibration(calibration, fingerprint);
  /** Fields type what a host writes; inside, metadata is metadata. */
  const hydrate = options.hydrate as Hydrate | undefined;
  const components = { ...models, cache, store: options.store };
  const serving = createServing({
    parts: models,
    store: options.store,
    cache,
    admission: policies.admission,
  });
  const { store, traced, onRun, onBackground } = serving;
  const told = { traced, onRun, onBackground };
  const tools = createPhotoTools({ ...models, ...told, taxonomy: tree, policies, cache });
  const { dimensions } = embedder.info;
  const warnings: string[] = warningsOf(components);
  let storeWarnings: readonly string[] = [];

  const opener = createOpener(async () => {
    serving.start(tools.queues);
    const found = await store.open({ dimensions, fingerprint, fields });
    storeWarnings = [...found.warnings, ...checkFingerprint(fingerprint, found.fingerprint, store.info.name)];
    for (const warning of storeWarnings) logger.warn(warning);
  });
  const info: PipelineInfo = {
    fingerprint,
    dimensions,
    components: Object.fromEntries(
      Object.entries(components).flatMap(([role, component]) =>
        component ? [[role, describeComponent(component.info)]] : [],
      ),
    ),
    get warnings() {
      return [...warnings, ...storeWarnings];
    },
  };

  /** Hands a request of `embed` or `analyze` on to what does it. */
  const take = <T>(
    how: (image: ImageSource, tools: PhotoTools, stopwatch: Stopwatch, options: WalkOptions) => Promise<T>,
    request: ImageQuery & Pick<SearchOptions, 'backgroundRemoval'>,
    stopwatch: Stopwatch,
    call: CallOptions,
  ): Promise<T> => {
    if (typeof request !== 'object' || request === null)
      throw invalidOption('request', 'an object such as { image }', request);
    checkKeys('request', request, ['image', 'box', 'backgroundRemoval']);
    const backgroundRemoval = checkBackgroundRemoval(request.backgroundRemoval);
    const box = checkPictureBox(request.box);
    return how(request.image, tools, stopwatch, { ...call, backgroundRemoval, box });
  };
  const toEmbedResult = (
    { vector, category, background }: DescribedPhoto,
    stopwatch: Stopwatch,
  ): EmbedResult => ({
    vector,
    category,
    background,
    fingerprint,
    timings: stopwatch.read(),
    warnings: info.warnings,
  });

  function createView(
    scope: Scope,
    gate: CallGate,
    close: ImageSearchPipeline<F>['close'],
  ): ImageSearchPipeline<F> {
    return {
      info,
      open: (call) => gate.run(call, () => opener.open()),
      search: (request, options = {}) =>
        serving.run('search', gate, options, async (call) => {
          const { maxResults } = store.info.limits;
          const checked = checkSearchRequest(request, {
            embedder,
            fingerprint,
            fields,
            taxonomy,
            maxResults,
            views: policies.views,
          });
          await opener.open();
          const { warnings } = info;
          const context = { tools, store, taxonomy, scope, fingerprint, hydrate, calibration, warnings };
          return searchProducts<F>(checked, context, call);
        }),
      index(products, given) {
        gate.check();
        const settings = checkIndexOptions(products, given);
        const context = {
          tools,
          store,
          taxonomy,
          scope,
          fields,
          fingerprint,
          dimensions,
          open: opener.open,
          warnings: () => info.warnings,
        };
        const { run, done } = startIndexRun(products, settings, context);
        gate.run(undefined, () => done).catch((error) => logger.error('An index run ended early.', error));
        return run;
      },
      embed: (request, options = {}) =>
        serving.run('embed', gate, options, async (call) => {
          const stopwatch = createStopwatch(traced);
          return toEmbedResult(await take(describePhoto, request, stopwatch, call), stopwatch);
        }),
      analyze: (request, options = {}) =>
        serving.run('analyze', gate, options, async (call) => {
          const stopwatch = createStopwatch(traced);
          const walked = await take(walkPhoto, request, stopwatch, call);
          const pictures = await stopwatch.time('encode', () => paintPictures(walked, tools, call));
          return { ...toEmbedResult(walked, stopwatch), pictures };
        }),
      remove: (productIds, call = {}) =>
        gate.run(call, async () => {
          if (!Array.isArray(productIds) || !productIds.every((id) => typeof id === 'string'))
            throw invalidOption('productIds', 'an array of product ids', productIds);
          await opener.open();
          await forgetProducts(productIds, call, store, fingerprint, scope);
          return removeProducts(store, scope, productIds, dimensions, call);
        }),
      update: (productId, metadata, call = {}) =>
        gate.run(call, async () => {
          await opener.open();
          await forgetProducts([productId], call, store, fingerprint, scope);
          return updateProduct(store, scope, { productId, metadata, fields }, dimensions, call);
        }),
      admit: (call) => serving.admit(gate, call),
      stats: () => serving.stats(tools.queues()),
      health: () => serving.health({ opened: opener.opened, closing: gate.closed }),
      scope(values) {
        gate.check();
        const inner = createCallGate(gate);
        return createView(createScope(scope, values, fields), inner, () => inner.close());
      },
      close,
      [Symbol.asyncDispose]: () => close(),
    };
  }

  const gate = createCallGate();
  const close = createClosing(async () => {
    await gate.close();
    await tools.close();
    serving.stop();
    await store.close();
  }, Object.values(components));
  return createView(unscoped, gate, close);
}

function describeComponent(info: object): { readonly id: string; readonly provider?: string | undefined } {
  const { id, provider } = info as { id: string; provider?: string | undefined };
  return { id, ...(provider !== undefined && { provider }) };
}

/** What components had to say while loading, under their role. */
function warningsOf(
  components: Readonly<Record<string, (Component & { info: object }) | undefined>>,
): string[] {
  return Object.entries(components).flatMap(([role, component]) =>
    ((component?.info as Partial<ModelInfo> | undefined)?.warnings ?? []).map(
      (warning) => `${role}: ${warning}`,
    ),
  );
}
