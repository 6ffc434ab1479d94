import { throwIfStopped } from '../errors/abort.ts';
import type { BackgroundRemoval } from '../spec/photo-report.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { SearchOptions } from '../spec/search.ts';
import type { AnswerSheet } from './answer-sheet.ts';
import type { Answer, QueryOutcome } from './evaluation.ts';
import type { LabelledImage } from './labelled-image.ts';

const KEPT = 10;
/** Pictures of one product take places of one answer where pictures are left out one by one. */
const ROOM = 5;

export interface QueryOptions {
  readonly mode: BackgroundRemoval;
  readonly concurrency: number;
  readonly category: SearchOptions['category'];
  readonly signal: AbortSignal | undefined;
  readonly onDone: (done: number) => void;
}

/** Every query through the pipeline, in their order. */
export async function runQueries(
  pipeline: ImageSearchPipeline,
  sheet: AnswerSheet,
  queries: readonly LabelledImage[],
  options: QueryOptions,
): Promise<QueryOutcome[]> {
  const outcomes: QueryOutcome[] = [];
  const waiting = queries.entries();
  let done = 0;
  const ask = async (): Promise<void> => {
    for (const [position, query] of waiting) {
      throwIfStopped(options);
      outcomes[position] = await askOne(pipeline, sheet, query, options);
      options.onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, ask));
  return outcomes;
}

async function askOne(
  pipeline: ImageSearchPipeline,
  sheet: AnswerSheet,
  query: LabelledImage,
  { mode, category, signal }: QueryOptions,
): Promise<QueryOutcome> {
  const known = {
    id: query.id,
    label: query.label,
    group: query.group ?? query.productId ?? query.id,
    ...(query.productId !== undefined && { productId: query.productId }),
    ...(query.category !== undefined && { category: query.category }),
    relevant: sheet.relevant(query),
  };
  try {
    const {
      matches,
      query: seen,
      timings,
    } = await pipeline.search(
      {
        image: query.source,
        limit: sheet.leaveOneOut ? KEPT * ROOM : KEPT,
        category,
        backgroundRemoval: mode,
      },
      { signal },
    );
    const best = seen.category.alternatives[0];
    return {
      ...known,
      answers: answersOf(sheet, query, matches),
      ...(best && { predicted: { category: best.id, probability: best.probability } }),
      background: {
        removed: seen.background.removed,
        ...(seen.background.reason && { reason: seen.background.reason }),
      },
      timings,
    };
  } catch (error) {
    throwIfStopped({ signal });
    return {
      ...known,
      answers: [],
      background: { removed: false },
      timings: {},
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

function answersOf(
  { catalogue, answerOf, isRight }: AnswerSheet,
  query: LabelledImage,
  matches: readonly { readonly imageId: string; readonly similarity: number }[],
): Answer[] {
  const taken = new Set<string>();
  const answers: Answer[] = [];
  for (const { imageId, similarity } of matches) {
    const image = catalogue[Number(imageId)]!;
    if (image.id === query.id || taken.has(answerOf(image))) continue;
    taken.add(answerOf(image));
    answers.push({ id: image.id, label: image.label, similarity, right: isRight(query, image) });
    if (answers.length === KEPT) break;
  }
  return answers;
}
