import type { PhotoTools } from '../photo/photo-tools.ts';
import { createStopwatch } from '../photo/stopwatch.ts';
import type { Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Fields } from '../spec/fields.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { Calibration, Hydrate, Match, SearchResult } from '../spec/search.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { OTHER_CATEGORY, type TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';
import { assessConfidence } from './assess-confidence.ts';
import type { CheckedSearch } from './check-search-request.ts';
import { describeQuery } from './describe-query.ts';
import { findMatches } from './find-matches.ts';
import { type CursorQuery, MAX_PAGED, readCursor, writeCursor } from './page-cursor.ts';

export interface SearchContext {
  readonly tools: PhotoTools;
  readonly store: VectorStore;
  readonly taxonomy: TaxonomyIndex;
  readonly scope: Scope;
  readonly fingerprint: Fingerprint;
  readonly hydrate: Hydrate | undefined;
  readonly calibration: Calibration | undefined;
  readonly warnings: readonly string[];
}

/** A query's way to its vector, and then as far into the store as it takes to find enough products. */
export async function searchProducts<F extends Fields>(
  search: CheckedSearch,
  context: SearchContext,
  options: CallOptions,
): Promise<SearchResult<F>> {
  const { tools, taxonomy, fingerprint, store, calibration } = context;
  const stopwatch = createStopwatch(tools.traced);
  const described = await describeQuery(search, { ...context, stopwatch }, options);
  const { vector, asked, category, background, photos, warnings } = described;
  const leaves =
    search.chosen?.leaves ?? (category.id === OTHER_CATEGORY ? [] : taxonomy.expand([category.id]));
  // A taste may change between two pages: what was shown is known, whatever the order.
  const paged: CursorQuery = { vector: asked, terms: [...context.scope.values, leaves, search.terms] };
  const seen = search.cursor === undefined ? [] : readCursor(search.cursor, paged);
  // What a calibration was fitted on are the similarities of best pictures.
  const assessed = search.views === 'best' ? calibration : undefined;
  const query = { vector, leaves, seen, leaders: assessed ? 2 : 0 };
  const { matches, leaders } = await stopwatch.time('search', () =>
    findMatches(search, query, { ...context, policies: tools.policies, stopwatch }, options),
  );
  const mayGoOn = matches.length === search.limit && seen.length + matches.length < MAX_PAGED;
  const { version } = store.info;
  return {
    matches: matches as Match<F>[],
    query: {
      category,
      background,
      fingerprint,
      ...(version !== undefined && { version }),
      ...(photos && { photos }),
    },
    ...(assessed && { confidence: assessConfidence(assessed, leaders, search.minSimilarity) }),
    ...(mayGoOn && {
      next: writeCursor(
        paged,
        seen,
        matches.map(({ productId }) => productId),
      ),
    }),
    timings: stopwatch.read(),
    warnings: [
      ...context.warnings,
      ...warnings,
      ...(calibration && !assessed ? ['No confidence is told: the calibration knows best views alone.'] : []),
    ],
  };
}
