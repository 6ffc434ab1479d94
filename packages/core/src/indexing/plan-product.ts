import { hasFailure } from '../checkpoint/has-failure.ts';
import { sourceKind } from '../photo/source-kind.ts';
import type { CheckpointEntry, CheckpointImage } from '../spec/checkpoint.ts';
import type { IndexSettings } from './check-index-options.ts';
import type { CheckedProduct } from './check-product.ts';

/** What is to be done with a picture. */
export type ImagePlan =
  /** Walk it. */
  | { readonly action: 'walk' }
  /** Read it, and walk it where its bytes are others than `known`'s. */
  | { readonly action: 'compare'; readonly known: CheckpointImage }
  /** As it is known to be: done, or failed for good. */
  | { readonly action: 'keep'; readonly known: CheckpointImage };

export interface ProductPlan {
  /** One a picture, in order. */
  readonly images: readonly ImagePlan[];
  /** Pictures that the product no longer has and whose records the store may hold. */
  readonly lost: readonly CheckpointImage[];
  /** Whether kept pictures need their metadata or category written. */
  readonly stale: boolean;
  /** Whether the store may hold records that the checkpoint does not tell of. */
  readonly uncertain: boolean;
}

/** A picture whose bytes say that it will fail again. */
const isHopeless = ({ failure }: CheckpointImage): boolean =>
  failure?.kind === 'unreadable' || failure?.kind === 'too-large';

/** What remains to be done of a product of which the checkpoint knows `entry`. */
export function planProduct(
  product: CheckedProduct,
  metadataHash: string,
  entry: CheckpointEntry | null,
  settings: Pick<IndexSettings, 'failed' | 'compareContent'>,
): ProductPlan {
  if (entry === null || entry.underway)
    return {
      images: product.images.map(() => ({ action: 'walk' })),
      lost: [],
      stale: false,
      uncertain: true,
    };
  const stale = entry.metadataHash !== metadataHash || entry.category !== product.category;
  // Where the product decided and now the classifier shall, every picture is to be looked at.
  const undecided = entry.category !== undefined && product.category === undefined;
  const known = new Map(entry.images.map((image) => [image.id, image]));
  const planImage = ({ imageId, source, version }: CheckedProduct['images'][number]): ImagePlan => {
    const before = known.get(imageId);
    if (undecided || before === undefined) return { action: 'walk' };
    if (before.failure && !(settings.failed === 'keep' && isHopeless(before))) return { action: 'walk' };
    if (version !== undefined && before.version === version) return { action: 'keep', known: before };
    if (before.contentHash === undefined) return { action: 'walk' };
    if (version !== undefined) return { action: 'compare', known: before };
    const inMemory = ['view', 'buffer', 'blob'].includes(sourceKind(source));
    const compares =
      settings.compareContent === 'always' || (settings.compareContent === 'auto' && (inMemory || !stale));
    return { action: compares ? 'compare' : 'keep', known: before };
  };
  const current = new Set(product.images.map(({ imageId }) => imageId));
  return {
    images: product.images.map(planImage),
    lost: entry.images.filter(({ id }) => !current.has(id)),
    stale,
    uncertain: false,
  };
}

/** Whether a run over nothing but failures passes the product by. */
export const isPassedBy = (
  entry: CheckpointEntry | null,
  { failed }: Pick<IndexSettings, 'failed'>,
): boolean => failed === 'only' && (entry === null || !hasFailure(entry));
