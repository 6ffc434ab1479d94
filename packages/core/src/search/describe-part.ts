import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkVector } from '../photo/check-vector.ts';
import { chooseCategory, givenCategory } from '../photo/choose-category.ts';
import { describePhoto } from '../photo/describe-photo.ts';
import type { PhotoTools } from '../photo/photo-tools.ts';
import type { Stopwatch } from '../photo/stopwatch.ts';
import type { WalkOptions } from '../photo/walk-bytes.ts';
import type { Scope } from '../scope/create-scope.ts';
import type { BackgroundReport, CategoryReport } from '../spec/photo-report.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { findProduct } from './find-product.ts';
import type { QueryPart } from './query-part.ts';

/** A part of a query with its vector, and what is known beside it. */
export interface DescribedPart {
  readonly vector: Float32Array;
  readonly weight: number;
  readonly category: CategoryReport;
  /** Of a photo. */
  readonly background?: BackgroundReport | undefined;
}

export interface DescribeContext {
  readonly tools: PhotoTools;
  readonly store: VectorStore;
  readonly scope: Scope;
  readonly stopwatch: Stopwatch;
}

/** Nobody is asked, and nothing is known. */
const NO_CATEGORY = givenCategory(OTHER_CATEGORY, 'none');

/** A part's way to its vector. @throws whatever a step throws */
export async function describePart(
  part: QueryPart,
  { tools, store, scope, stopwatch }: DescribeContext,
  options: WalkOptions,
): Promise<DescribedPart> {
  const { weight } = part;
  const { embedder } = tools;
  switch (part.kind) {
    case 'photo': {
      const { vector, category, background } = await describePhoto(part.image, tools, stopwatch, {
        ...options,
        box: part.box,
      });
      return { vector, weight, category, background };
    }
    case 'text': {
      const [vector] = await stopwatch.time('embed', async () =>
        checkCount(await embedder.embedTexts?.([part.text], options), embedder.info.id),
      );
      return {
        vector: checkVector(vector, embedder.info),
        weight,
        category: options.category ?? NO_CATEGORY,
      };
    }
    case 'product': {
      const { vector, category } = await stopwatch.time('search', () =>
        findProduct(part.productId, store, scope, embedder.info.dimensions, options),
      );
      return { vector, weight, category: options.category ?? givenCategory(category, 'product') };
    }
    case 'vector':
      return {
        vector: part.vector,
        weight,
        category: await classifyVector(part.vector, tools, stopwatch, options),
      };
  }
}

function checkCount(vectors: readonly Float32Array[] | undefined, id: string): readonly [Float32Array] {
  const [vector] = vectors ?? [];
  if (vector !== undefined && vectors?.length === 1) return [vector];
  throw new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The embedder ${id} gave ${vectors?.length ?? 0} vectors for one text.`,
    hint: 'An adapter must answer every item of a call, in order.',
  });
}

/** Only a classifier of vectors can say anything about one. */
async function classifyVector(
  vector: Float32Array,
  { classifier, classifying, policies }: PhotoTools,
  stopwatch: Stopwatch,
  options: WalkOptions,
): Promise<CategoryReport> {
  if (options.category) return options.category;
  if (classifier?.input !== 'embedding' || !classifying) return NO_CATEGORY;
  const classification = await stopwatch.time('classify', () => classifying.submit(vector, options));
  return chooseCategory(classification, classifier.info.categories, policies.minConfidence);
}
