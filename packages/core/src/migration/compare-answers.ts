import { throwIfStopped } from '../errors/abort.ts';
import type { Fields } from '../spec/fields.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { SearchRequest } from '../spec/search.ts';
import type { ComparedAnswer, ComparedQuery, CompareOptions, MigrationComparison } from './migration.ts';

/** Answers that are compared. */
const KEPT = 10;

/** A query; one drawn from the catalogue has a product that it should find. */
export interface AskedQuery {
  readonly id: string;
  readonly image: ImageSource;
  readonly productId?: string | undefined;
}

interface Answered {
  readonly answers: readonly ComparedAnswer[];
  readonly foundItself: boolean;
  readonly time: number;
}

/** Asks both pipelines the same queries, several at once. A query that fails in one of them is left out and named. */
export async function compareAnswers<F extends Fields>(
  from: ImageSearchPipeline<F>,
  to: ImageSearchPipeline<F>,
  asked: readonly AskedQuery[],
  options: CompareOptions<F> & { readonly concurrency: number },
): Promise<MigrationComparison> {
  const compared: (ComparedQuery | undefined)[] = [];
  const failed: { readonly id: string; readonly error: Error }[] = [];
  const waiting = asked.entries();
  let done = 0;
  const ask = async (): Promise<void> => {
    for (const [position, query] of waiting) {
      throwIfStopped(options);
      try {
        const before = await answer(from, query, options);
        compared[position] = comparedQuery(query, before, await answer(to, query, options));
      } catch (error) {
        throwIfStopped(options);
        failed.push({ id: query.id, error: error instanceof Error ? error : new Error(String(error)) });
      }
      options.onProgress?.(++done, asked.length);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, ask));
  return summary(
    compared.filter((query) => query !== undefined),
    failed,
  );
}

async function answer<F extends Fields>(
  pipeline: ImageSearchPipeline<F>,
  { image, productId }: AskedQuery,
  { category, filter, backgroundRemoval, signal }: CompareOptions<F>,
): Promise<Answered> {
  const limit = KEPT + (productId === undefined ? 0 : 1);
  const request = { image, limit, category, filter, backgroundRemoval } as SearchRequest<F>;
  const { matches, timings } = await pipeline.search(request, { signal, priority: 'bulk' });
  return {
    answers: matches
      .filter((match) => match.productId !== productId)
      .slice(0, KEPT)
      .map(({ productId: id, similarity }) => ({ productId: id, similarity })),
    foundItself: matches[0]?.productId === productId,
    time: timings.total,
  };
}

function comparedQuery({ id, productId }: AskedQuery, from: Answered, to: Answered): ComparedQuery {
  return {
    id,
    ...(productId !== undefined && {
      productId,
      foundItself: { from: from.foundItself, to: to.foundItself },
    }),
    from: from.answers,
    to: to.answers,
    overlap: overlapOf(from.answers, to.answers),
    time: { from: from.time, to: to.time },
  };
}

/** Share of products in both lists, of the longer one; order does not count. */
function overlapOf(from: readonly ComparedAnswer[], to: readonly ComparedAnswer[]): number {
  const longer = Math.max(from.length, to.length);
  if (longer === 0) return 1;
  const known = new Set(from.map(({ productId }) => productId));
  return to.filter(({ productId }) => known.has(productId)).length / longer;
}

function summary(
  queries: readonly ComparedQuery[],
  failed: MigrationComparison['failed'],
): MigrationComparison {
  const mean = (values: readonly number[]): number =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  const median = (values: readonly number[]): number =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const drawn = queries.flatMap(({ foundItself }) => foundItself ?? []);
  return {
    queries,
    failed,
    overlapAt10: mean(queries.map(({ overlap }) => overlap)),
    sameFirst: mean(queries.map(({ from, to }) => Number(from[0]?.productId === to[0]?.productId))),
    ...(drawn.length > 0 && {
      foundItself: {
        from: mean(drawn.map(({ from }) => Number(from))),
        to: mean(drawn.map(({ to }) => Number(to))),
      },
    }),
    time: {
      from: median(queries.map(({ time }) => time.from)),
      to: median(queries.map(({ time }) => time.to)),
    },
  };
}
