import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { WorkerTask } from './worker-process.ts';

const script = path.join(import.meta.dirname, 'worker-process.ts');
/** Those that have not ended. */
export const running = new Set<ChildProcess>();

/** Starts a worker in a process. @returns its ways to die, and what it says */
export function startWorker(task: WorkerTask) {
  const child = spawn(process.execPath, [script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const waiters = new Set<(message: Record<string, unknown>) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Record<string, unknown>;
    for (const wait of waiters) wait(message);
  });
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    }),
  );
  return {
    exited,
    /** Resolves with the next message of a kind. */
    hears: (kind: string) =>
      new Promise<void>((resolve) => {
        const wait = (message: Record<string, unknown>): void => {
          if (!(kind in message)) return;
          waiters.delete(wait);
          resolve();
        };
        waiters.add(wait);
      }),
    end(signal: 'SIGKILL' | 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}
