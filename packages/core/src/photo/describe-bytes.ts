import type { PhotoDescription } from '../spec/embedding-cache.ts';
import type { CategoryReport } from '../spec/photo-report.ts';
import { contentHash } from './content-hash.ts';
import type { PhotoTools } from './photo-tools.ts';
import type { Stopwatch } from './stopwatch.ts';
import { type WalkOptions, walkBytes } from './walk-bytes.ts';

export interface DescribedPhoto extends PhotoDescription {
  readonly category: CategoryReport;
}

export interface DescribeOptions extends WalkOptions {
  /** Where it is known already; else computed if it is needed. */
  readonly contentHash?: string | undefined;
}

/**
 * What a photo turns into, for all who need no pixels: from the cache where there is one and it knows, else by walking.
 * @throws whatever a step throws; nothing is retried here
 */
export async function describeBytes(
  bytes: Uint8Array,
  tools: PhotoTools,
  stopwatch: Stopwatch,
  options: DescribeOptions,
): Promise<DescribedPhoto> {
  const { cache, policies } = tools;
  const { category, box, signal, priority, deadline } = options;
  const mode = options.backgroundRemoval ?? policies.backgroundRemoval;
  if (!cache) return withoutPixels(await walkBytes(bytes, tools, stopwatch, options));
  const hash = options.contentHash ?? (await contentHash(bytes));
  const description = await cache.remember(
    tools.cacheKey(hash, mode, box),
    async (call) => {
      const walked = withoutPixels(await walkBytes(bytes, tools, stopwatch, { ...options, ...call }));
      // What this caller chose is no news for others.
      return category ? { ...walked, category: undefined } : walked;
    },
    { signal, priority, deadline, categoryNeeded: category === undefined },
  );
  return { ...description, category: category ?? (description.category as CategoryReport) };
}

const withoutPixels = ({ vector, category, background }: DescribedPhoto): DescribedPhoto => ({
  vector,
  category,
  background,
});
