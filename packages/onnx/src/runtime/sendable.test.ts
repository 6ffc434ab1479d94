import { expect, it } from 'vitest';
import type { JobInput, WorkerTask } from '../runtime/protocol.ts';
import { embeddingManifest, plain } from '../testing/tiny-models.ts';
import { sendable } from './sendable.ts';

const { preprocessing } = embeddingManifest().input;

function send(data: Uint8Array, isolation: 'thread' | 'process'): Uint8Array {
  const input: JobInput = {
    kind: 'rasters',
    name: 'pixels',
    type: 'float32',
    preprocessing,
    images: [{ ...plain([1, 2, 3]), data }],
  };
  const task = sendable({ kind: 'run', job: { input } } as WorkerTask, isolation);
  return (task as WorkerTask & { kind: 'run'; job: { input: { images: { data: Uint8Array }[] } } }).job.input
    .images[0]!.data;
}

it('sends whole arrays as they are', () => {
  const { data } = plain([1, 2, 3]);
  expect(send(data, 'thread')).toBe(data);
});

it('does not send the rest of a larger buffer along', () => {
  const pool = new Uint8Array(1000).fill(7);
  const sent = send(pool.subarray(100, 292), 'thread');
  expect(sent.buffer.byteLength).toBe(192);
  expect([...new Set(sent)]).toEqual([7]);
  expect(send(Buffer.from([1, 2, 3]), 'thread').buffer.byteLength).toBe(3);
});

it('shares shared memory with a thread, and copies it for a process, which could not receive it', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(192));
  expect(send(shared, 'thread')).toBe(shared);
  expect(send(shared, 'process').buffer).toBeInstanceOf(ArrayBuffer);
});
