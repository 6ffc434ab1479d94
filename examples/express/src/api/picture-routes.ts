import { ImageSearchError } from '@imgsearch/core';
import { type Response, Router } from 'express';
import type { Demo } from '../demo.ts';

function send(response: Response, file: string | undefined): void {
  if (!file) throw new ImageSearchError({ code: 'IMAGE_NOT_FOUND', message: 'There is no such picture.' });
  // Files are looked up by id, so an address can only name what the catalogue lists.
  response.sendFile(file, { dotfiles: 'allow', maxAge: '1h' });
}

/** `GET /images/PRODUCT/PICTURE`, `GET /samples/ID` and the list of samples. */
export function pictureRoutes(demo: Demo): Router {
  const router = Router();
  const byId = () => new Map((demo.catalog?.products ?? []).map((product) => [product.id, product]));
  let products: ReturnType<typeof byId> | undefined;
  router.get('/images/:product/:picture', (request, response) => {
    if (demo.catalog) products ??= byId();
    send(response, products?.get(request.params.product)?.images[Number(request.params.picture)]);
  });
  router.get('/samples/:id', (request, response) => {
    send(response, demo.catalog?.samples.find(({ id }) => id === request.params.id)?.file);
  });
  router.get('/api/samples', (_, response) => {
    const samples = demo.catalog?.samples ?? [];
    response.json(
      samples.map(({ id, category }) => ({ id, category, url: `/samples/${encodeURIComponent(id)}` })),
    );
  });
  return router;
}
