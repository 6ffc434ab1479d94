import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { Segmentation } from '@imgsearch/core';
import type { InferenceSession } from 'onnxruntime-node';
import { Tinypool } from 'tinypool';
import type { JobResult, SessionInfo, SessionSpec, WorkerReply, WorkerTask } from '../runtime/protocol.ts';
import { type RunnableSession, runJob } from '../runtime/run-job.ts';
import { createTextEncoder, type TextEncoder } from '../runtime/text-encoder.ts';
import { workerFailure } from '../runtime/worker-failure.ts';
import { type ExitState, guarded } from './exit-guard.ts';
import { hashFile } from './hash-file.ts';
import { importOnnxRuntime } from './import-onnx-runtime.ts';
import { openSession } from './open-session.ts';

interface OpenSession extends RunnableSession {
  readonly native: InferenceSession;
  readonly info: SessionInfo;
}

const sessions = new Map<string, OpenSession>();
const textEncoders = new Map<string, TextEncoder>();
const exitState: ExitState | undefined = isMainThread
  ? undefined
  : (Tinypool.workerData as { exitState: ExitState }).exitState;

/** What a pool calls: one task at a time, errors as data, because neither thread nor process carries classes. */
export default async function work(task: WorkerTask): Promise<WorkerReply> {
  try {
    return movable({ ok: true, value: await perform(task) });
  } catch (error) {
    return { ok: false, failure: workerFailure(error) };
  }
}

async function perform(task: WorkerTask): Promise<unknown> {
  switch (task.kind) {
    case 'hash':
      return hashFile(task.path);
    case 'load':
      return (await sessionOf(task.session)).info;
    case 'run':
      return runJob(await sessionOf(task.session), task.job);
    case 'count':
      return sessions.size;
    case 'release': {
      const session = sessions.get(task.key);
      sessions.delete(task.key);
      if (session) await guarded(exitState, () => session.native.release());
      return undefined;
    }
  }
}

/** Opened once; a worker that replaces a killed one opens what it is asked for. */
async function sessionOf(spec: SessionSpec): Promise<OpenSession> {
  const known = sessions.get(spec.key);
  if (known) return known;
  const opened = await guarded(exitState, async () => {
    const ort = await importOnnxRuntime();
    return { ort, ...(await openSession(ort, spec)) };
  });
  const session: OpenSession = {
    native: opened.session,
    info: opened.info,
    Tensor: opened.ort.Tensor as RunnableSession['Tensor'],
    scratch: new Float32Array(0),
    textEncoder,
    run: (feeds, fetches) => guarded(exitState, () => opened.session.run(feeds, fetches)) as never,
  };
  sessions.set(spec.key, session);
  return session;
}

async function textEncoder(path: string): Promise<TextEncoder> {
  const known = textEncoders.get(path);
  if (known) return known;
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const encoder = createTextEncoder(Tokenizer, JSON.parse(readFileSync(path, 'utf8')));
  textEncoders.set(path, encoder);
  return encoder;
}

/** Hands the memory of results over instead of copying it; a child process can only copy. */
function movable(reply: { readonly ok: true; readonly value: unknown }): WorkerReply {
  if (isMainThread || !Array.isArray(reply.value)) return reply;
  const buffers = (reply.value as JobResult).map((one: Segmentation | Float32Array) =>
    'statistics' in one ? one.data.buffer : one.buffer,
  );
  return Tinypool.move({
    [Tinypool.transferableSymbol]: buffers,
    [Tinypool.valueSymbol]: reply,
  } as never) as never;
}
