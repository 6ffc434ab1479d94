import { checkEmbedder } from '../classifiers/check-embedder.ts';
import type { LinearClassifier } from '../classifiers/create-linear-classifier.ts';
import { fitLogisticClassifier } from '../classifiers/fit-logistic-classifier.ts';
import type { LabelledVector } from '../classifiers/labelled-vector.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { EmbeddingClassifier } from '../spec/category-classifier.ts';
import type { Embedder } from '../spec/embedder.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { decidePromotion, type PromotionDecision } from './decide-promotion.ts';
import type { FeedbackQuery } from './read-feedback-queries.ts';
import { splitByGroup } from './split-by-group.ts';

export interface RefitClassifierOptions {
  /** What `readFeedbackQueries` gave. */
  readonly queries: readonly FeedbackQuery[];
  /** What is in use: a head on the embedder's vectors. */
  readonly current: EmbeddingClassifier;
  /** The one that made the vectors. */
  readonly embedder: Pick<Embedder, 'info'>;
  /** Labelled examples that stay part of every fit, such as those of `current`: nothing is unlearned. Default: none. */
  readonly examples?: readonly LabelledVector[] | undefined;
  /** Share of the people whose searches decide and are never learned from, 0.1 to 0.9. Default 0.3. */
  readonly heldOut?: number | undefined;
}

export interface RefitClassifier extends PromotionDecision {
  /** To be saved and put in use where `promote` says so. */
  readonly candidate: LinearClassifier;
  /** Searches that it was fitted on, beside the examples. */
  readonly fitted: number;
}

const MAX_CALL = 256;

/**
 * Fits the category head anew on what people chose: the category that most of the liked products of a search have is
 * that of its photo. Multinomial logistic regression, as `fitLogisticClassifier`; compared with the head in use on people
 * who were held out, by the share of photos whose likeliest category is the chosen one.
 * @throws ImageSearchError INVALID_OPTIONS, also where no search has a category; ABORTED
 * @example
 * const head = JSON.parse(await readFile('categories.json', 'utf8'));
 * const current = createLinearClassifier({ head, embedder });
 * const sink = createMemoryFeedbackSink();
 * const { queries } = await readFeedbackQueries(sink, { fingerprint: pipeline.info.fingerprint });
 * const { candidate, promote, reason } = await refitClassifier({ queries, current, embedder });
 * console.log(reason);
 * if (promote) await writeFile('categories.json', JSON.stringify(candidate));
 */
export async function refitClassifier(
  options: RefitClassifierOptions,
  { signal }: Pick<CallOptions, 'signal'> = {},
): Promise<RefitClassifier> {
  checkKeys('options', options, ['queries', 'current', 'embedder', 'examples', 'heldOut']);
  const { queries, current, embedder, examples = [] } = options;
  checkEmbedder(embedder);
  if (current?.input !== 'embedding')
    throw invalidOption('current', 'a classifier of vectors, with input "embedding"', current?.input);
  const share = checkNumber('heldOut', options.heldOut, { min: 0.1, max: 0.9, fallback: 0.3 });
  if (!Array.isArray(queries)) throw invalidOption('queries', 'what `readFeedbackQueries` gave', queries);
  const labelled = queries.flatMap(
    (query: FeedbackQuery): (LabelledVector & { readonly group: string })[] => {
      const category = categoryOf(query);
      return category === undefined ? [] : [{ vector: query.vector, category, group: query.group }];
    },
  );
  const { fitted, heldOut } = splitByGroup(labelled, share);
  if (fitted.length === 0)
    throw invalidOption(
      'queries',
      'searches with liked products of a known category',
      `${queries.length} searches without`,
      'Record the `category` of the match with each event, and the vector of the query.',
    );
  const candidate = await fitLogisticClassifier(
    { examples: [...examples, ...fitted], embedder, id: 'refitted-categories' },
    { signal },
  );
  const [before, after] = [await rightsOf(current, heldOut), await rightsOf(candidate, heldOut)];
  const groups = heldOut.map(({ group }) => group);
  return { candidate, fitted: fitted.length, ...decidePromotion(before, after, groups) };
}

/** The leaf that most of what was liked has; undefined for none, or two that are as many. */
function categoryOf({ liked }: FeedbackQuery): string | undefined {
  const counts = new Map<string, number>();
  for (const { category } of liked)
    if (category !== undefined && category !== OTHER_CATEGORY)
      counts.set(category, (counts.get(category) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  return first && first[1] !== second?.[1] ? first[0] : undefined;
}

/** 1 where the likeliest category is the chosen one, else 0. */
async function rightsOf(
  classifier: EmbeddingClassifier,
  examples: readonly LabelledVector[],
): Promise<number[]> {
  const { categories, maxBatchSize } = classifier.info;
  const size = Math.min(MAX_CALL, maxBatchSize);
  const rights: number[] = [];
  for (let at = 0; at < examples.length; at += size) {
    const batch = examples.slice(at, at + size);
    const answers = await classifier.classify(batch.map(({ vector }) => vector));
    answers.forEach(({ probabilities }, i) => {
      const likeliest = categories[probabilities.indexOf(Math.max(...probabilities))];
      rights.push(Number(likeliest === batch[i]!.category));
    });
  }
  return rights;
}
