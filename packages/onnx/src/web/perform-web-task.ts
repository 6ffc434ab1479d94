import type { InferenceSession } from 'onnxruntime-web';
import type { JobResult, SessionInfo, SessionSpec, WorkerReply } from '../runtime/protocol.ts';
import { type RunnableSession, runJob } from '../runtime/run-job.ts';
import { createTextEncoder, type TextEncoder } from '../runtime/text-encoder.ts';
import { workerFailure } from '../runtime/worker-failure.ts';
import { fetchModel } from './fetch-model.ts';
import { openSession } from './open-session.ts';
import type { ModelProgress, WebSettings, WebTask } from './web-protocol.ts';

interface OpenSession extends RunnableSession {
  readonly native: InferenceSession;
  readonly info: SessionInfo;
}

type Tell = (progress: ModelProgress) => void;

const sessions = new Map<string, OpenSession>();
const textEncoders = new Map<string, TextEncoder>();
/** A file between being hashed and being opened. */
const fetched = new Map<string, Uint8Array<ArrayBuffer>>();

/** One task at a time, errors as data: messages carry no classes. */
export async function performWebTask(
  { settings, task }: WebTask,
  tell: Tell,
): Promise<{ readonly reply: WorkerReply; readonly moved: Transferable[] }> {
  try {
    const value = await perform(settings, task, tell);
    return { reply: { ok: true, value }, moved: memoryOf(value) };
  } catch (error) {
    return { reply: { ok: false, failure: workerFailure(error) }, moved: [] };
  }
}

async function perform(settings: WebSettings, task: WebTask['task'], tell: Tell): Promise<unknown> {
  switch (task.kind) {
    case 'hash': {
      const { bytes, sha256 } = await fetchModel(task.path, task.sha256, settings.cacheName, tell);
      fetched.set(task.path, bytes);
      return { sha256, weights: sha256, size: bytes.length };
    }
    case 'load':
      return (await sessionOf(settings, task.session, tell)).info;
    case 'run':
      return runJob(await sessionOf(settings, task.session, tell), task.job);
    case 'count':
      return sessions.size;
    case 'release': {
      const session = sessions.get(task.key);
      sessions.delete(task.key);
      await session?.native.release();
      return undefined;
    }
  }
}

/** Opened once; a worker that replaces a broken one opens what it is asked for. */
async function sessionOf(settings: WebSettings, spec: SessionSpec, tell: Tell): Promise<OpenSession> {
  const known = sessions.get(spec.key);
  if (known) return known;
  const kept = fetched.get(spec.path);
  fetched.delete(spec.path);
  const bytes = kept ?? (await fetchModel(spec.path, spec.sha256, settings.cacheName, tell)).bytes;
  const { ort, session: native, info } = await openSession(spec, bytes, settings);
  const session: OpenSession = {
    native,
    info,
    Tensor: ort.Tensor as RunnableSession['Tensor'],
    scratch: new Float32Array(0),
    textEncoder: (path) => textEncoderOf(settings, path, tell),
    run: (feeds, fetches) => native.run(feeds as never, fetches) as never,
  };
  sessions.set(spec.key, session);
  return session;
}

async function textEncoderOf(settings: WebSettings, url: string, tell: Tell): Promise<TextEncoder> {
  const known = textEncoders.get(url);
  if (known) return known;
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const { bytes } = await fetchModel(url, undefined, settings.cacheName, tell);
  const encoder = createTextEncoder(Tokenizer, JSON.parse(new TextDecoder().decode(bytes)));
  textEncoders.set(url, encoder);
  return encoder;
}

/** Memory of results, which is handed over instead of copied. */
function memoryOf(value: unknown): Transferable[] {
  if (!Array.isArray(value)) return [];
  const results: JobResult = value;
  return [
    ...new Set(results.map((one) => ('statistics' in one ? one.data.buffer : one.buffer))),
  ] as ArrayBuffer[];
}
