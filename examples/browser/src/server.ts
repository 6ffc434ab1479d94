import { fileURLToPath } from 'node:url';
import { buildPage } from './build-page.ts';
import { createShop } from './create-pipeline.ts';
import { createShopServer } from './create-server.ts';

console.log('Drawing and indexing the products (a minute at the first start) ...');
const [shop, page] = await Promise.all([
  createShop(fileURLToPath(new URL('../.cache', import.meta.url))),
  buildPage(),
]);
const port = Number(process.env.PORT ?? 3200);
const server = createShopServer(shop, page).listen(port, 'localhost', () => {
  console.log(`Ready: http://localhost:${port}   (Ctrl+C ends it)`);
});
process.once('SIGINT', async () => {
  server.closeAllConnections();
  server.close();
  await shop.close();
});
