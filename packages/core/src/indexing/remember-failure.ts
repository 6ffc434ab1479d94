import type { Product } from '../spec/indexing.ts';
import type { RunTools } from './run-tools.ts';

/** Reports a product that cannot be indexed as it was given, and puts it on the list beside what is known of it. */
export async function rememberFailure(
  id: string | undefined,
  given: Product,
  error: unknown,
  { ledger, fail }: RunTools,
): Promise<void> {
  const productId = id ?? nameOf(given);
  try {
    const entry = id === undefined ? null : ((await ledger?.read(id)) ?? null);
    const failure = fail({ productId, error, known: entry?.failure });
    if (!ledger || !failure || id === undefined) return;
    const { target } = ledger;
    const writing = ledger.write({
      ...(entry ?? { target, productId, metadataHash: '', images: [] }),
      failure,
    });
    ledger.hurry();
    await writing;
  } catch (failed) {
    fail({ productId, error: failed });
  }
}

const nameOf = (product: unknown): string =>
  typeof product === 'object' && product !== null && 'id' in product ? String(product.id) : String(product);
