import { ImageSearchError } from '@imgsearch/core';
import type { Catalog } from './catalog/catalog.ts';
import type { DemoPipeline, OpenedPipeline } from './create-pipeline.ts';
import { findChangedProducts } from './find-changed-products.ts';
import { toProducts } from './to-products.ts';

/** What goes on between the start and the first search. */
export type Phase = 'loading' | 'drawing' | 'indexing' | 'ready' | 'failed';

export interface Progress {
  readonly phase: Phase;
  /** Pictures drawn or indexed. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds, where it can be estimated. */
  readonly timeLeft?: number | undefined;
}

export interface DemoOptions {
  readonly loadCatalog: (
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ) => Promise<Catalog>;
  readonly createPipeline: () => Promise<OpenedPipeline>;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What came of the start. */
export interface Ready {
  readonly indexed: number;
  readonly failed: number;
  /** Pictures that an earlier run had indexed already. */
  readonly found: number;
  /** Milliseconds. */
  readonly elapsed: number;
}

/** What the routes need. */
export interface Demo {
  readonly progress: Progress;
  /** Known from the indexing on. */
  readonly catalog: Catalog | undefined;
  readonly pipeline: DemoPipeline | undefined;
  readonly failure: unknown;
  /** Settles when everything is indexed; rejects with what went wrong. */
  readonly ready: Promise<Ready>;
  close(): Promise<void>;
}

const countPictures = (products: Catalog['products']): number =>
  products.reduce((sum, { images }) => sum + images.length, 0);

/** Loads models and catalogue, and indexes; begins at once, and tells how far it is. */
export function startDemo({ loadCatalog, createPipeline, onProgress }: DemoOptions): Demo {
  const stopping = new AbortController();
  const { signal } = stopping;
  let progress: Progress = { phase: 'loading', done: 0, total: 0 };
  let catalog: Catalog | undefined;
  let failure: unknown;
  const tell = (next: Progress): void => {
    progress = next;
    onProgress?.(next);
  };
  const opening = createPipeline();
  let pipeline: DemoPipeline | undefined;

  const prepare = async (): Promise<Ready> => {
    const draw = (done: number, total: number) => tell({ phase: 'drawing', done, total });
    const [loaded, opened] = await Promise.all([loadCatalog(draw, signal), opening]);
    catalog = loaded;
    pipeline = opened.pipeline;
    signal.throwIfAborted();
    await pipeline.open();
    const { changed, gone, unchanged: found } = await findChangedProducts(catalog.products, opened.store);
    if (gone.length > 0) await pipeline.remove(gone, { signal });
    const total = countPictures(catalog.products);
    if (changed.length === 0) {
      tell({ phase: 'ready', done: total, total });
      return { indexed: 0, failed: 0, found, elapsed: 0 };
    }
    tell({ phase: 'indexing', done: found, total });
    // Smaller batches than the default, so that people see it move.
    const run = pipeline.index(toProducts(changed), {
      batchSize: 16,
      concurrency: 3,
      total: changed.length,
      signal,
    });
    for await (const event of run)
      if (event.type === 'batch-end')
        tell({
          phase: 'indexing',
          done: found + event.indexed + event.failed,
          total,
          timeLeft: event.timeLeft,
        });
    const report = await run;
    signal.throwIfAborted();
    if (report.indexed + found === 0)
      throw new ImageSearchError({
        code: 'SOURCE_FAILED',
        message: `None of ${total} pictures could be indexed.`,
        hint: 'Check that the pictures open in an image viewer.',
        cause: report.failures[0]?.error,
      });
    tell({ phase: 'ready', done: total, total });
    const { indexed, failed, elapsed } = report;
    return { indexed, failed, found, elapsed };
  };
  const ready = prepare().catch((error: unknown) => {
    failure = error;
    tell({ ...progress, phase: 'failed' });
    throw error;
  });
  // Whoever does not wait for it looks at `failure`.
  ready.catch(() => undefined);

  return {
    get progress() {
      return progress;
    },
    get catalog() {
      return catalog;
    },
    get pipeline() {
      return pipeline;
    },
    get failure() {
      return failure;
    },
    ready,
    async close() {
      stopping.abort();
      await ready.catch(() => undefined);
      await opening.then(
        ({ close }) => close(),
        () => undefined,
      );
    },
  };
}
