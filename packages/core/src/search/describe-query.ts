import { throwIfStopped } from '../errors/abort.ts';
import { type ErrorCode, ImageSearchError } from '../errors/index.ts';
import { givenCategory } from '../photo/choose-category.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { BackgroundReport, CategoryReport } from '../spec/photo-report.ts';
import type { PhotoReport } from '../spec/search.ts';
import { turnByTaste } from '../taste/turn-by-taste.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import type { CheckedSearch } from './check-search-request.ts';
import { composeVectors } from './compose-vectors.ts';
import { type DescribeContext, type DescribedPart, describePart } from './describe-part.ts';
import { meanCategory } from './mean-category.ts';
import type { QueryPart } from './query-part.ts';

export interface DescribedQuery {
  /** What to look for. */
  readonly vector: Float32Array;
  /** The same before the taste of the one who asks. */
  readonly asked: Float32Array;
  readonly category: CategoryReport;
  readonly background: BackgroundReport;
  readonly photos?: readonly PhotoReport[] | undefined;
  readonly warnings: readonly string[];
}

type Described = DescribedPart | { readonly error: ImageSearchError };

/** What says that this photo or product is at fault, and not the machine: the others can do without it. */
const AT_FAULT: ReadonlySet<ErrorCode> = new Set([
  'INVALID_IMAGE',
  'IMAGE_NOT_FOUND',
  'IMAGE_TOO_LARGE',
  'UNSUPPORTED_FORMAT',
  'SOURCE_FAILED',
  'PRODUCT_NOT_FOUND',
]);

/** One vector and one category for all that a query is made of; its parts are described side by side. */
export async function describeQuery(
  search: CheckedSearch,
  context: DescribeContext,
  options: CallOptions,
): Promise<DescribedQuery> {
  const { parts, lessLike, taste, several, backgroundRemoval, chosen } = search;
  const walk = { ...options, backgroundRemoval };
  const describe = (part: QueryPart, category: CategoryReport | undefined): Promise<Described> =>
    describePart(part, context, { ...walk, category }).catch((error: unknown) => {
      throwIfStopped(options);
      if (!ImageSearchError.isInstance(error) || !AT_FAULT.has(error.code)) throw error;
      return { error };
    });
  const unasked = givenCategory(OTHER_CATEGORY, 'none');
  const all = (examples: readonly QueryPart[] = []): Promise<Described[]> =>
    Promise.all(examples.map((part) => describe(part, unasked)));
  const [wanted, unwanted, likes, refusals] = await Promise.all([
    Promise.all(parts.map((part) => describe(part, chosen?.report))),
    all(lessLike?.parts),
    all(taste?.likes),
    all(taste?.refusals),
  ]);
  const good = wanted.filter(isGood);
  const lost = wanted.find((part) => !isGood(part));
  // Words beside a photo are not several of one thing: without the photo they would be another question.
  if (lost && 'error' in lost && (!several || good.length === 0)) throw lost.error;
  const asked = composeVectors(good, unwanted.filter(isGood), lessLike?.weight);
  const kept = { likes: likes.filter(isGood), refusals: refusals.filter(isGood) };
  return {
    vector: taste ? turnByTaste(asked, kept, taste.bounds) : asked,
    asked,
    category: chosen?.report ?? meanCategory(good, context.tools.policies.minConfidence),
    background: good.find(({ background }) => background)?.background ?? {
      removed: false,
      mode: 'off',
      reason: 'no-photo',
    },
    ...(several && { photos: wanted.map(reportOf) }),
    warnings: [
      ...complaints('images', wanted),
      ...complaints('lessLike.examples', unwanted),
      ...complaints('taste.likes', likes),
      ...complaints('taste.refusals', refusals),
    ],
  };
}

const isGood = (part: Described): part is DescribedPart => !('error' in part);

const reportOf = (part: Described): PhotoReport =>
  isGood(part)
    ? { category: part.category, background: part.background as BackgroundReport }
    : { error: part.error };

const complaints = (option: string, parts: readonly Described[]): string[] =>
  parts.flatMap((part, at) => (isGood(part) ? [] : [`${option}[${at}] was left out: ${part.error.message}`]));
