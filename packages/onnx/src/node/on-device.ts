import type { WorkerTask } from '../runtime/protocol.ts';
import type { Worker } from './create-worker.ts';

/** A worker whose sessions live on one GPU. */
export function onDevice(worker: Worker, device: number | undefined): Worker {
  if (device === undefined) return worker;
  const placed = (task: WorkerTask): WorkerTask =>
    task.kind === 'load' || task.kind === 'run' ? { ...task, session: { ...task.session, device } } : task;
  return { ...worker, run: (task) => worker.run(placed(task)) };
}
