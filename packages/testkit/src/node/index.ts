export { forkStoreTask } from './fork-store-task.ts';
export { serveStoreTask } from './serve-store-task.ts';
