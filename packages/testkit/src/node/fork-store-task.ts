import { fork } from 'node:child_process';
import type { JsonValue } from '@imgsearch/core';
import type { StoreTask, StoreTaskReport } from '../vector-store/perform-store-task.ts';

/** What the other process sends back. */
export type StoreTaskAnswer = { readonly report: StoreTaskReport } | { readonly error: string };

/**
 * The `otherProcess` hook of an adapter: starts a Node process a task from a file that calls `serveStoreTask`.
 * The process ends with its task.
 * @param file module to run, as a URL or an absolute path; TypeScript where this Node runs it
 * @param settings handed to the file's `create` as JSON: a folder, a server's address
 * @throws Error with the other process' own stack where the task failed there
 * @example
 * const otherProcess = forkStoreTask(new URL('./other-process.ts', import.meta.url), { folder });
 */
export function forkStoreTask(
  file: URL | string,
  settings: JsonValue = null,
): (task: StoreTask) => Promise<StoreTaskReport> {
  return (task) =>
    new Promise((resolve, reject) => {
      // Flags of the test runner's own process are not the child's.
      const child = fork(file, { execArgv: [] });
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`The other process ended with ${signal ?? code} and without an answer.`)),
      );
      child.once('message', (answer: StoreTaskAnswer) => {
        child.disconnect();
        if ('report' in answer) resolve(answer.report);
        else reject(new Error(`In the other process: ${answer.error}`));
      });
      child.send({ task, settings });
    });
}
