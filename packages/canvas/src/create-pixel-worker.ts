import { type CallOptions, ImageSearchError, throwIfStopped } from '@imgsearch/core';
import type { PixelJob, PixelReply } from './protocol.ts';

export interface PixelWorker {
  /**
   * Does one job after the other. The memory of `moved` is the worker's afterwards.
   * @param timeout milliseconds of work after which the job is given up and the worker replaced
   * @throws ImageSearchError what the job failed with, IMAGE_TOO_LARGE after the timeout, INFERENCE_FAILED, CLOSED
   */
  run(
    job: PixelJob,
    moved: readonly ArrayBuffer[],
    timeout?: number | undefined,
    call?: CallOptions | undefined,
  ): Promise<(PixelReply & { ok: true })['value']>;
  /** Waits for the jobs that were taken, then ends the worker. Idempotent. */
  close(): Promise<void>;
}

/** One worker, started by its first job and replaced where it breaks or takes too long: no decoder can be stopped. */
export function createPixelWorker(start: () => Worker): PixelWorker {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;

  const end = (): void => {
    worker?.terminate();
    worker = undefined;
  };

  const ask = (
    job: PixelJob,
    moved: readonly ArrayBuffer[],
    timeout: number | undefined,
  ): Promise<PixelReply> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      const asked = worker;
      const listening = new AbortController();
      const settle = (then: () => void): void => {
        listening.abort();
        clearTimeout(timer);
        then();
      };
      const timer =
        timeout === undefined
          ? undefined
          : setTimeout(() => {
              end();
              settle(() => reject(tooSlow(timeout)));
            }, timeout);
      const { signal } = listening;
      asked.addEventListener('message', ({ data }) => settle(() => resolve(data as PixelReply)), { signal });
      for (const event of ['error', 'messageerror'])
        asked.addEventListener(
          event,
          (cause) => {
            end();
            settle(() => reject(lost(cause)));
          },
          { signal },
        );
      asked.postMessage(job, [...moved]);
    });

  return {
    run(job, moved, timeout, call) {
      if (closing)
        return Promise.reject(
          new ImageSearchError({
            code: 'CLOSED',
            message: 'The image processor is closed.',
            hint: 'Create another one.',
          }),
        );
      const done = last.then(async () => {
        throwIfStopped(call);
        const reply = await ask(job, moved, timeout);
        if (!reply.ok) throw new ImageSearchError(reply.failure);
        return reply.value;
      });
      last = done.catch(() => undefined);
      return done;
    },
    close() {
      closing ??= last.then(end);
      return closing;
    },
  };
}

const tooSlow = (timeout: number): ImageSearchError =>
  new ImageSearchError({
    code: 'IMAGE_TOO_LARGE',
    message: `The picture took more than ${timeout} ms to decode.`,
    hint: 'Send a smaller picture, or raise `policies.limits.timeout`.',
  });

const lost = (cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The worker that works on pixels ended before it answered${said(cause)}.`,
    hint: 'Check that the address of the worker file answers with JavaScript: `createWorker` says where it is. The next call starts another one.',
    cause,
    retryable: true,
  });

const said = (cause: unknown): string => {
  const { message } = cause as { message?: unknown };
  return typeof message === 'string' && message !== '' ? `: ${message}` : '';
};
