import { defaultTaxonomy, ImageSearchError } from '@imgsearch/core';
import type { RequestHandler } from 'express';
import type { Catalog } from '../catalog/catalog.ts';
import type { Demo } from '../demo.ts';

/** Numbers that the page's filters need. */
function describeCatalog({ products }: Catalog) {
  const prices = products.flatMap(({ price }) => (price === undefined ? [] : [price]));
  const currencies = [...new Set(products.map(({ currency }) => currency))];
  return {
    products: products.length,
    pictures: products.reduce((sum, { images }) => sum + images.length, 0),
    ...(currencies.length === 1 && currencies[0] && { currency: currencies[0] }),
    ...(prices.length > 0 && {
      price: {
        min: prices.reduce((lowest, price) => Math.min(lowest, price)),
        max: prices.reduce((highest, price) => Math.max(highest, price)),
      },
    }),
  };
}

/** The start is the business of whoever started it: he is told what went wrong, but nothing that is not ours. */
function describeFailure(failure: unknown) {
  if (!ImageSearchError.isInstance(failure))
    return {
      code: 'INTERNAL',
      message: 'The start failed.',
      hint: 'The terminal in which it runs says more.',
    };
  const { code, message, hint } = failure;
  return { code, message, hint };
}

const categories = defaultTaxonomy.map(({ id, names, children }) => ({
  id,
  names,
  children: children?.map((leaf) => ({ id: leaf.id, names: leaf.names })),
}));

/** `GET /api/status`: how far the start is, and what there is to search. */
export function statusRoute(demo: Demo): RequestHandler {
  return (_, response) => {
    const { progress, catalog, failure, pipeline } = demo;
    response.setHeader('Cache-Control', 'no-store');
    response.json({
      ...progress,
      categories,
      ...(catalog && { catalog: describeCatalog(catalog) }),
      ...(pipeline && { components: pipeline.info.components, warnings: pipeline.info.warnings }),
      ...(failure !== undefined && { error: describeFailure(failure) }),
    });
  };
}
