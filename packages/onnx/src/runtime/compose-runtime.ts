import type { CallOptions, Logger } from '@imgsearch/core';
import { corruptModel } from './corrupt-model.ts';
import type { LoadedModel, ModelLocation, OnnxRuntime } from './onnx-runtime.ts';
import type { FileHash, Job, JobResult, Provider, SessionInfo, SessionSpec, WorkerTask } from './protocol.ts';
import { createWorkQueue } from './work-queue.ts';

/** What does the tasks: a thread, a child process, a Web Worker. */
export interface RuntimeWorker {
  /** Never called while another task runs there. @throws ImageSearchError what the task failed with */
  run(task: WorkerTask): Promise<unknown>;
  /** Called first when the runtime closes: gives up a download that nobody waits for any more. */
  stopLoading?(): void;
  /** Called when nothing runs there. */
  close(): Promise<void>;
}

export interface RuntimeParts {
  readonly info: OnnxRuntime['info'];
  readonly workers: readonly RuntimeWorker[];
  readonly locate: OnnxRuntime['locate'];
  readonly requireProvider: SessionSpec['requireProvider'];
  readonly logger: Logger;
  /** After the last worker has ended. */
  readonly onClosed?: (() => void) | undefined;
}

interface OpenedModel {
  readonly sha256: string;
  readonly weights: string;
  readonly session: SessionInfo;
}

interface SharedModel {
  readonly opened: Promise<OpenedModel>;
  users: number;
}

/** A runtime over workers of any kind: who shares a session, who waits for which worker, closing. */
export function composeRuntime(parts: RuntimeParts): OnnxRuntime {
  const { info, workers, locate, requireProvider, logger } = parts;
  const { providers, threads } = info;
  const queue = createWorkQueue<WorkerTask, unknown>(workers.map((worker) => worker.run));
  const shared = new Map<string, SharedModel>();
  let closing: Promise<void> | undefined;

  const everywhere = (task: WorkerTask): Promise<unknown[]> =>
    Promise.all(workers.map((_, worker) => queue.submit(task, { worker })));

  const open = async (session: SessionSpec, sha256: string | undefined): Promise<OpenedModel> => {
    const hash = (await queue.submit({ kind: 'hash', path: session.path, sha256 })) as FileHash;
    if (sha256 !== undefined && sha256 !== hash.sha256)
      throw corruptModel(session.path, `its SHA-256 is ${hash.sha256}, but the manifest says ${sha256}`);
    const infos = (await everywhere({ kind: 'load', session })) as SessionInfo[];
    const opened = agreedInfo(infos, providers);
    for (const warning of opened.warnings)
      logger.warn(`${warning} Using "${opened.provider}" instead.`, { model: session.path });
    return { sha256: hash.sha256, weights: hash.weights, session: opened };
  };

  const acquire = async (session: SessionSpec, sha256: string | undefined): Promise<OpenedModel> => {
    let entry = shared.get(session.key);
    if (!entry) {
      entry = { opened: open(session, sha256), users: 0 };
      shared.set(session.key, entry);
    }
    entry.users++;
    try {
      const opened = await entry.opened;
      if (sha256 !== undefined && sha256 !== opened.sha256)
        throw corruptModel(session.path, `its SHA-256 is ${opened.sha256}, but the manifest says ${sha256}`);
      return opened;
    } catch (error) {
      await giveUp(session.key, entry);
      throw error;
    }
  };

  const giveUp = async (key: string, entry: SharedModel): Promise<void> => {
    if (--entry.users > 0 || shared.get(key) !== entry) return;
    shared.delete(key);
    // A runtime that is closing ends its workers, sessions and all.
    if (closing) return;
    await everywhere({ kind: 'release', key }).catch((error) => {
      if (!closing) throw error;
    });
  };

  const runtime: OnnxRuntime = {
    info,
    runner: { places: workers.length },
    locate,
    async load(location: ModelLocation): Promise<LoadedModel> {
      const path = await locate(location);
      const { sha256 } = location.file;
      const spec: SessionSpec = { key: path, path, providers, requireProvider, threads, sha256 };
      const { weights, session } = await acquire(spec, sha256);
      const entry = shared.get(spec.key)!;
      let released: Promise<void> | undefined;
      return {
        path,
        weights,
        session,
        run: (job: Job, callOptions?: CallOptions) =>
          queue.submit({ kind: 'run', session: spec, job }, callOptions) as Promise<JobResult>,
        async runEverywhere(job: Job) {
          await everywhere({ kind: 'run', session: spec, job });
        },
        release() {
          released ??= giveUp(spec.key, entry);
          return released;
        },
      };
    },
    countSessions: () => everywhere({ kind: 'count' }) as Promise<number[]>,
    close() {
      closing ??= (async () => {
        const idle = queue.close();
        for (const worker of workers) worker.stopLoading?.();
        await idle;
        await Promise.all(workers.map((worker) => worker.close()));
        parts.onClosed?.();
      })();
      return closing;
    },
    [Symbol.asyncDispose]: () => runtime.close(),
  };
  return runtime;
}

/** What holds for all workers: the provider of the one that fell back furthest, and the warnings of each. */
function agreedInfo(infos: readonly SessionInfo[], providers: readonly Provider[]): SessionInfo {
  const furthest = infos.reduce((one, other) =>
    providers.indexOf(other.provider) > providers.indexOf(one.provider) ? other : one,
  );
  return { ...furthest, warnings: [...new Set(infos.flatMap(({ warnings }) => warnings))] };
}
