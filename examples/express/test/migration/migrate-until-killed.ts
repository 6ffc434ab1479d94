// Builds the new version and says what it has embedded, until the test kills it or it has ended.
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createMigration } from '@imgsearch/core/migration';
import { type fields, openModel } from './open-model.ts';
import { openShopStore } from './open-shop-store.ts';

const [folder, pictures, log] = process.argv.slice(2) as [string, string, string];
const models = { old: await openModel('old'), new: await openModel('new') };
const store = openShopStore({ folder });
const from = models.old.compose(openShopStore({ folder }));
const migration = createMigration<typeof fields>({
  ...{ store, from, to: models.new.compose },
  source: {
    original({ productId }) {
      // Outside the process: what it has done survives it.
      appendFileSync(log, `${productId}\n`);
      return readFile(path.join(pictures, `${productId}.png`));
    },
  },
});
const { indexed, differences } = await migration.run({ batchSize: 4, concurrency: 2, settle: 10 });
process.stdout.write(JSON.stringify({ indexed, differences }));
await migration.close();
await from.close();
await store.close();
await Promise.all([models.old.close(), models.new.close()]);
