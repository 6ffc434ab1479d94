import path from 'node:path';
import { serveStoreTask } from '@imgsearch/testkit/node';
import { createSqliteStore } from '../src/index.ts';

serveStoreTask<{ folder: string }>(({ name }, { folder }) =>
  createSqliteStore({ name, file: path.join(folder, `${name}.sqlite`) }),
);
