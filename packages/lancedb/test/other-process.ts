import { serveStoreTask } from '@imgsearch/testkit/node';
import { createLanceDbStore } from '../src/index.ts';

serveStoreTask<{ folder: string }>(({ name }, { folder }) => createLanceDbStore({ folder, name }));
