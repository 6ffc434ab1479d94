import { throwIfStopped } from '../errors/abort.ts';
import { checkKeys, checkNumber, checkString, invalidOption } from '../options/check.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { LabelledVector } from './labelled-vector.ts';

/** A picture of a known category. */
export interface LabelledPicture {
  readonly source: ImageSource;
  /** A leaf of your taxonomy, or `other`. */
  readonly category: string;
  /** A product or sender; see `LabelledVector`. */
  readonly group?: string | undefined;
}

export interface EmbedExamplesOptions {
  /** Pictures at once. Default 8. */
  readonly concurrency?: number | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EmbeddedExamples {
  /** In the order of the pictures; those that failed are left out. */
  readonly examples: readonly LabelledVector[];
  readonly failed: readonly { readonly position: number; readonly error: Error }[];
}

/**
 * Labelled pictures through the pipeline, as a query goes: a classifier that is fitted on them is asked about the same
 * kind of vectors later. The pipeline needs neither a classifier nor anything in its store.
 * @throws ImageSearchError INVALID_OPTIONS, ABORTED
 * @example
 * const { examples, failed } = await embedExamples(pipeline, [
 *   { source: photo, category: 'mug', group: 'product 7' },
 * ]);
 */
export async function embedExamples(
  pipeline: Pick<ImageSearchPipeline, 'embed'>,
  pictures: readonly LabelledPicture[],
  options: EmbedExamplesOptions = {},
): Promise<EmbeddedExamples> {
  checkKeys('options', options, ['concurrency', 'onProgress', 'signal']);
  const concurrency = checkNumber('concurrency', options.concurrency, { min: 1, integer: true, fallback: 8 });
  if (!Array.isArray(pictures)) throw invalidOption('pictures', 'an array of { source, category }', pictures);
  pictures.forEach((picture, at) => {
    checkString(`pictures[${at}].category`, picture?.category);
  });
  const vectors: (Float32Array | undefined)[] = [];
  const failed: { position: number; error: Error }[] = [];
  const waiting = pictures.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [position, { source }] of waiting) {
      throwIfStopped(options);
      try {
        const { vector } = await pipeline.embed(
          { image: source },
          { signal: options.signal, priority: 'bulk' },
        );
        vectors[position] = vector;
      } catch (error) {
        throwIfStopped(options);
        failed.push({ position, error: error instanceof Error ? error : new Error(String(error)) });
      }
      options.onProgress?.({ done: ++done, total: pictures.length });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  failed.sort((a, b) => a.position - b.position);
  const examples = pictures.flatMap(({ category, group }, position) => {
    const vector = vectors[position];
    return vector ? [{ vector, category, ...(group !== undefined && { group }) }] : [];
  });
  return { examples, failed };
}
