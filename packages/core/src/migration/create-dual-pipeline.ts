import type { Logger } from '../spec/component.ts';
import type { Fields } from '../spec/fields.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import { shareProducts } from './share-products.ts';

/** Two pipelines over two versions, one of which serves. */
export interface DualSides<F extends Fields> {
  /** The one that serves, decided anew for every call: no answer is of two. */
  serving(): ImageSearchPipeline<F>;
  /** The other one, or undefined while there is no version for it. */
  other(): Promise<ImageSearchPipeline<F> | undefined>;
  readonly logger: Logger;
  close(options?: { readonly components?: boolean | undefined }): Promise<void>;
}

/**
 * Reads from the serving side and writes to both, to the serving one first: its answer is the answer. What fails on the other
 * side is logged and left to the next look through both versions.
 */
export function createDualPipeline<F extends Fields>(sides: DualSides<F>): ImageSearchPipeline<F> {
  const { logger } = sides;
  const also = async (
    what: string,
    write: (other: ImageSearchPipeline<F>) => PromiseLike<unknown>,
  ): Promise<void> => {
    try {
      const other = await sides.other();
      if (other) await write(other);
    } catch (error) {
      logger.warn(
        `The version that does not serve missed ${what}: the next run of the migration repairs it.`,
        error,
      );
    }
  };
  const open = (): ImageSearchPipeline<F> => sides.serving();
  return {
    ...open(),
    get info() {
      return open().info;
    },
    open: (call) => open().open(call),
    search: (request, call) => open().search(request, call),
    analyze: (request, call) => open().analyze(request, call),
    embed: (request, call) => open().embed(request, call),
    index(products, options) {
      const [first, second] = shareProducts(products);
      const run = open().index(first as AsyncIterable<never>, options);
      const stop = new AbortController();
      run.then(undefined, (error) => stop.abort(error));
      // The other one keeps no checkpoint: that one knows what the serving version has.
      const { checkpoint: _, prune: __, failed: ___, ...rest } = options ?? {};
      const signal = AbortSignal.any([stop.signal, ...(options?.signal ? [options.signal] : [])]);
      void also('products', async (other) => {
        const { failed, failures } = await other.index(second as AsyncIterable<never>, { ...rest, signal });
        if (failed > 0) throw failures[0]?.error;
      })
        .then(() => second[Symbol.asyncIterator]().return?.())
        .catch(() => undefined);
      return run;
    },
    async remove(productIds, call) {
      const removed = await open().remove(productIds, call);
      await also('a removal', (other) => other.remove(productIds, { signal: call?.signal }));
      return removed;
    },
    async update(productId, metadata, call) {
      const updated = await open().update(productId, metadata, call);
      await also('an update', (other) => other.update(productId, metadata, { signal: call?.signal }));
      return updated;
    },
    scope: (values) =>
      createDualPipeline({
        ...sides,
        serving: () => open().scope(values),
        other: async () => (await sides.other())?.scope(values),
        close: async () => undefined,
      }),
    close: (options) => sides.close(options),
    [Symbol.asyncDispose]: () => sides.close(),
  };
}
