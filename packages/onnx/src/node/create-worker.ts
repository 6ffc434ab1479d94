import { fileURLToPath } from 'node:url';
import { ImageSearchError, type Logger } from '@imgsearch/core';
import { Tinypool } from 'tinypool';
import type { WorkerReply, WorkerTask } from '../runtime/protocol.ts';
import { sendable } from '../runtime/sendable.ts';
import { createExitState, type ExitState } from './exit-guard.ts';
import { ownResults } from './own-results.ts';
import { workerUrl } from './worker-url.ts';

export interface Worker {
  readonly exitState: ExitState;
  /** Never call it while another task runs here. @throws ImageSearchError what the task failed with */
  run(task: WorkerTask): Promise<unknown>;
  /** Only when nothing runs here: a thread that is terminated inside ONNX Runtime aborts the process. */
  close(): Promise<void>;
}

/**
 * One thread or child process, started by its first task and replaced when it dies.
 *
 * It is a pool of one, because a model must be loaded into every worker and a pool of many gives no say in which
 * worker takes a task.
 *
 * @param recycleAfter tasks after which another thread or process takes its place; undefined: never
 */
export function createWorker(
  isolation: 'thread' | 'process',
  logger: Logger,
  recycleAfter?: number | undefined,
): Worker {
  const exitState = createExitState();
  let pool: Tinypool | undefined;
  let tasks = 0;

  const open = (): Tinypool => {
    const created = new Tinypool({
      filename: fileURLToPath(workerUrl()),
      runtime: isolation === 'process' ? 'child_process' : 'worker_threads',
      // Started by a task and kept; one that dies is replaced by the next task.
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: 2 ** 31 - 1,
      workerData: { exitState },
      // Flags of the host (--input-type, --inspect, loaders) are not for workers; a child would start without any
      // environment if it were not passed.
      execArgv: [],
      ...(isolation === 'process' && {
        env: process.env as Record<string, string>,
        serialization: 'advanced',
      }),
    });
    created.on('error', (error: Error) => {
      logger.warn('An inference worker ended while it was idle or being started.', { error: error.message });
      // A task that waited for the start would wait for ever: the pool starts no other worker for it.
      created.cancelPendingTasks();
    });
    return created;
  };

  return {
    exitState,
    async run(task) {
      if (recycleAfter !== undefined && tasks >= recycleAfter) {
        // Nothing runs here between two tasks, so that it can be ended; the next one loads the models that it needs.
        await pool?.destroy();
        pool = undefined;
        tasks = 0;
      }
      tasks++;
      pool ??= open();
      let reply: WorkerReply;
      try {
        reply = await pool.run(sendable(task, isolation));
      } catch (error) {
        throw lost(error);
      }
      if (reply.ok) return isolation === 'process' ? ownResults(reply.value) : reply.value;
      throw new ImageSearchError(reply.failure);
    },
    async close() {
      await pool?.destroy();
    },
  };
}

const lost = (error: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The inference worker ended before it answered: ${error instanceof Error ? error.message : error}`,
    hint: 'The worker is replaced and the call may be sent again; if it happens again, look for the out-of-memory killer or a native crash in the system log.',
    cause: error,
    retryable: true,
  });
