import { abortError } from '../errors/abort.ts';
import type { Product } from '../spec/indexing.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { AnswerSheet } from './answer-sheet.ts';
import type { EvaluationRun } from './evaluation.ts';

/** Puts the catalogue into the store; a picture's id there is its position in the sheet. */
export async function indexCatalogue(
  pipeline: ImageSearchPipeline,
  sheet: AnswerSheet,
  onDone: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<EvaluationRun['catalogue']> {
  const run = pipeline.index(productsOf(sheet), { signal });
  const failed: { id: string; error: string }[] = [];
  for await (const event of run) {
    if (event.type === 'batch-end') onDone(event.indexed + event.failed);
    if (event.type !== 'item-error') continue;
    const image = sheet.catalogue[Number(event.imageId ?? event.productId)];
    failed.push({ id: image?.id ?? event.productId, error: event.error.message });
  }
  const report = await run;
  if (signal?.aborted) throw abortError(signal);
  onDone(report.indexed + report.failed);
  return { indexed: report.indexed, failed };
}

/** Pictures of one product together, unless pictures must be left out one by one. */
function productsOf({ catalogue, leaveOneOut, answerOf }: AnswerSheet): Product[] {
  const products = new Map<
    string,
    { category: string | undefined; images: { id: string; source: Product['images'][number] }[] }
  >();
  catalogue.forEach((image, position) => {
    const key = leaveOneOut ? String(position) : answerOf(image);
    const product = products.get(key) ?? { category: image.category, images: [] };
    product.images.push({ id: String(position), source: image.source });
    products.set(key, product);
  });
  return [...products.values()].map(({ category, images }) => ({
    id: images[0]!.id,
    images: images as Product['images'],
    ...(category !== undefined && { category }),
  }));
}
