// Loaded before a server (--import), and by the workers that it starts: each thread can collect its own garbage alone.
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import threads, { BroadcastChannel, isMainThread, type WorkerOptions } from 'node:worker_threads';

const channel = new BroadcastChannel('collect-garbage');
channel.onmessage = () => void globalThis.gc?.();
channel.unref();

if (isMainThread) {
  threads.Worker = class extends threads.Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, { ...options, execArgv: ['--import', import.meta.url] });
    }
  };
  syncBuiltinESMExports();
}

/** Collects in every thread; what a thread is busy with ends first. */
export async function collectGarbage(): Promise<void> {
  channel.postMessage(undefined);
  globalThis.gc?.();
  await sleep(500);
}
