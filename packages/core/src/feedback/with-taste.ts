import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { Taste } from '../spec/search.ts';

/** A pipeline of whatever fields. */
interface Searchable {
  search(request: never, options?: never): unknown;
  scope(values: never): unknown;
}

/**
 * The pipeline as one person sees it: each of its searches has his taste, unless it brings another. For whatever takes a
 * pipeline and composes the request itself, such as the handler of `@imgsearch/http`. Closing it closes the pipeline.
 * @param taste undefined for a person of whom nothing is known
 * @example
 * const sink = createMemoryFeedbackSink();
 * const own = withTaste(pipeline, await readTaste(sink, 'u-7f3a'));
 * const { matches } = await own.search({ image: photo });
 */
export function withTaste<P extends Searchable>(pipeline: P, taste: Taste | undefined): P {
  if (taste === undefined) return pipeline;
  const plain = pipeline as unknown as ImageSearchPipeline;
  const own: ImageSearchPipeline = {
    ...plain,
    search: (request, options) =>
      plain.search(request.taste === undefined ? { ...request, taste } : request, options),
    scope: (values) => withTaste(plain.scope(values), taste),
  };
  return own as unknown as P;
}
