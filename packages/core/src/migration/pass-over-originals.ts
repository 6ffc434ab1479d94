import { noCounts } from './look-through.ts';
import type { PassContext, PassResult } from './pass-context.ts';
import { removeExtras } from './remove-extras.ts';
import { repairMetadata } from './repair-metadata.ts';
import { type Originals, storedProducts } from './stored-products.ts';

/**
 * Looks through both versions and makes the new one what the serving one is: pictures that it lacks or has otherwise are
 * embedded from their originals, metadata is written over, and what the serving version no longer has goes.
 */
export async function passOverOriginals(
  { versions, to, call, indexing, tally, settle }: PassContext,
  originals: Originals,
): Promise<PassResult> {
  const counts = noCounts();
  // Records of a scope are indexed in that scope; which ones there are shows on the way.
  const scopes = new Set(['{}']);
  let work = 0;
  for (const scope of scopes) {
    const keyOf = (productId: string): string => `${scope} ${productId}`;
    const changed = new Set<string>();
    const products = storedProducts(
      {
        ...{ versions, originals, scope, counts },
        onScope: (key) => scopes.add(key),
        async onMetadata(pairs) {
          const updated = await repairMetadata(pairs, versions, call);
          tally.sums.updated += updated;
          work += updated;
        },
        isWanted({ difference, serving }) {
          const key = keyOf(serving.productId);
          if (tally.settled.has(key)) return false;
          if (difference === 'content') changed.add(key);
          return true;
        },
      },
      call,
    );
    const values = JSON.parse(scope) as Record<string, string>;
    const pipeline = scope === '{}' ? to : to.scope(values as never);
    work += await tally.index(pipeline, products, indexing, keyOf);
    // An original that is no longer what the serving version saw would differ after every pass.
    for (const key of changed) tally.settled.add(key);
  }
  const { extra, deleted } = await removeExtras(versions, settle, call);
  tally.sums.deleted += deleted;
  return { work: work + deleted, differences: { ...counts, extra } };
}
