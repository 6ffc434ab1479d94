import { ImageSearchError } from '../../errors/image-search-error.ts';
import type { VectorStore } from '../../spec/vector-store.ts';

/** The error for a capability that a store lacks and nothing stands in for; names both. */
export function unsupported(store: VectorStore, feature: string): ImageSearchError {
  return new ImageSearchError({
    code: 'UNSUPPORTED',
    message: `Store "${store.info.name}" (${store.info.id}) does not support ${feature}.`,
    hint: `Use a store that has \`${feature}\`, or do without it.`,
  });
}
