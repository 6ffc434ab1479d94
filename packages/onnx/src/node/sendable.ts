import type { WorkerTask } from '../runtime/protocol.ts';

/**
 * A task whose pixels can be sent: cloned, never detached, and without the rest of a larger buffer that a view looks
 * into, which a structured clone would copy along. Shared memory goes to a thread as it is and is copied for a process.
 */
export function sendable(task: WorkerTask, isolation: 'thread' | 'process'): WorkerTask {
  if (task.kind !== 'run' || task.job.input.kind !== 'rasters') return task;
  const images = task.job.input.images.map((image) => ({
    width: image.width,
    height: image.height,
    channels: image.channels,
    data: alone(image.data, isolation),
  }));
  return { ...task, job: { ...task.job, input: { ...task.job.input, images } } };
}

function alone(data: Uint8Array, isolation: 'thread' | 'process'): Uint8Array {
  const shared = data.buffer instanceof SharedArrayBuffer;
  if (shared) return isolation === 'thread' ? data : new Uint8Array(data);
  return data.byteLength === data.buffer.byteLength ? data : new Uint8Array(data);
}
