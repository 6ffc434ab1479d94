import type { VectorStore } from '@imgsearch/core';
import { performStoreTask, type StoreTask } from '../vector-store/perform-store-task.ts';
import type { Collection } from '../vector-store/vector-store-adapter.ts';
import type { StoreTaskAnswer } from './fork-store-task.ts';

/**
 * The whole of the file that `forkStoreTask` starts: waits for one task, performs it on a handle of its own, answers.
 * @param create a handle, not yet opened, on a collection that exists; with the settings given to `forkStoreTask`
 * @example
 * serveStoreTask<{ folder: string }>(({ name }, { folder }) => createMyStore({ name, folder }));
 */
export function serveStoreTask<Settings>(
  create: (collection: Collection, settings: Settings) => VectorStore | Promise<VectorStore>,
): void {
  const answer = (message: StoreTaskAnswer): void => {
    process.send?.(message);
  };
  process.once('message', async ({ task, settings }: { task: StoreTask; settings: Settings }) => {
    try {
      answer({ report: await performStoreTask(await create({ name: task.name }, settings), task) });
    } catch (error) {
      answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
