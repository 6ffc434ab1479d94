/** Positions in the shared memory of a worker thread. */
const RUNNING = 0;
const STOPPING = 1;

/** Longest that an exiting process waits for the runs in its threads. */
const PATIENCE_MS = 60_000;

/** Memory by which a thread says that native code runs, and the host that the process ends. */
export type ExitState = Int32Array<SharedArrayBuffer>;

export const createExitState = (): ExitState => new Int32Array(new SharedArrayBuffer(8));

/**
 * In a worker: does native work while the host knows of it; never settles once the process is ending.
 *
 * A thread that is inside ONNX Runtime when it is terminated aborts the whole process (SIGABRT), and Node
 * terminates threads at `process.exit()` and after an uncaught error.
 */
export async function guarded<T>(state: ExitState | undefined, work: () => Promise<T>): Promise<T> {
  if (state === undefined) return work();
  Atomics.store(state, RUNNING, 1);
  try {
    // Set before it is asked: either the host sees RUNNING, or this thread sees STOPPING and never starts.
    if (Atomics.load(state, STOPPING) === 1) return await new Promise<never>(() => leave(state));
    return await work();
  } finally {
    leave(state);
  }
}

function leave(state: ExitState): void {
  Atomics.store(state, RUNNING, 0);
  Atomics.notify(state, RUNNING);
}

/** In the host: lets the process exit only when no thread runs native code. Returns what undoes it. */
export function holdExit(states: readonly ExitState[]): () => void {
  const onExit = (): void => {
    for (const state of states) Atomics.store(state, STOPPING, 1);
    for (const state of states) Atomics.wait(state, RUNNING, 1, PATIENCE_MS);
  };
  process.on('exit', onExit);
  return () => process.off('exit', onExit);
}
