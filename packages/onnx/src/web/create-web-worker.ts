import { type ErrorCode, ImageSearchError } from '@imgsearch/core';
import type { RuntimeWorker } from '../runtime/compose-runtime.ts';
import type { WorkerReply } from '../runtime/protocol.ts';
import { sendable } from '../runtime/sendable.ts';
import type { ModelProgress, WebMessage, WebSettings, WebTask } from './web-protocol.ts';

const BROKEN: readonly ErrorCode[] = ['INFERENCE_FAILED', 'OUT_OF_MEMORY'];

/** One Web Worker, started by its first task and replaced when it breaks. */
export function createWebWorker(
  start: () => Worker,
  settings: WebSettings,
  onProgress: ((progress: ModelProgress) => void) | undefined,
): RuntimeWorker {
  let worker: Worker | undefined;
  let stopLoading: (() => void) | undefined;
  const end = (): void => {
    worker?.terminate();
    worker = undefined;
  };

  const ask = (task: WebTask): Promise<WorkerReply> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const listening = new AbortController();
      const { signal } = listening;
      const fail = (error: ImageSearchError): void => {
        listening.abort();
        end();
        reject(error);
      };
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<WebMessage>) => {
          if ('progress' in data) return onProgress?.(data.progress);
          if (!('reply' in data)) return;
          listening.abort();
          resolve(data.reply);
        },
        { signal },
      );
      for (const event of ['error', 'messageerror'] as const)
        worker.addEventListener(event, (cause) => fail(lost(cause)), { signal });
      if (task.task.kind === 'hash' || task.task.kind === 'load') stopLoading = () => fail(closed());
      worker.postMessage(task);
    });

  return {
    async run(task) {
      const reply = await ask({ settings, task: sendable(task, 'thread') }).finally(() => {
        stopLoading = undefined;
      });
      if (reply.ok) return reply.value;
      // A GPU that was lost, or WebAssembly that ran out of memory, fails for good: the next task starts afresh.
      if (task.kind === 'run' && BROKEN.includes(reply.failure.code)) end();
      throw new ImageSearchError(reply.failure);
    },
    stopLoading() {
      stopLoading?.();
    },
    async close() {
      end();
    },
  };
}

const closed = (): ImageSearchError =>
  new ImageSearchError({
    code: 'CLOSED',
    message: 'The ONNX runtime was closed while it loaded a model.',
    hint: 'Create a new runtime.',
  });

function lost(cause: Event): ImageSearchError {
  const { message } = cause as { message?: unknown };
  return new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The inference worker ended before it answered${message ? `: ${message}` : ''}.`,
    hint: 'Check that the address of the worker file answers with JavaScript (`createWorker` says where it is). The next call starts another one.',
    cause,
    retryable: true,
  });
}
