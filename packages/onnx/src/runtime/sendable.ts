import type { JobInput, WorkerTask } from './protocol.ts';

/**
 * A task whose arrays can be sent: cloned, never detached, and without the rest of a larger buffer that a view looks
 * into, which a structured clone would copy along. Shared memory goes to a thread as it is and is copied for a process.
 */
export function sendable(task: WorkerTask, isolation: 'thread' | 'process'): WorkerTask {
  if (task.kind !== 'run') return task;
  return { ...task, job: { ...task.job, input: sendableInput(task.job.input, isolation) } };
}

function sendableInput(input: JobInput, isolation: 'thread' | 'process'): JobInput {
  if (input.kind === 'texts') return input;
  if (input.kind === 'vectors')
    return { ...input, vectors: input.vectors.map((vector) => alone(vector, isolation)) };
  const images = input.images.map(({ width, height, channels, data }) => ({
    width,
    height,
    channels,
    data: alone(data, isolation),
  }));
  return { ...input, images };
}

function alone<Data extends Uint8Array | Float32Array>(data: Data, isolation: 'thread' | 'process'): Data {
  // Pages that are not cross-origin isolated know no such class.
  const shared = typeof SharedArrayBuffer !== 'undefined' && data.buffer instanceof SharedArrayBuffer;
  const fits = shared ? isolation === 'thread' : data.byteLength === data.buffer.byteLength;
  if (fits) return data;
  return (data instanceof Float32Array ? new Float32Array(data) : new Uint8Array(data)) as Data;
}
