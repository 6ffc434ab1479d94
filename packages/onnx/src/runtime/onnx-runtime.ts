import type { CallOptions, Runner } from '@imgsearch/core';
import type { ModelFile } from '../manifest/model-manifest.ts';
import type { Job, JobResult, Provider, SessionInfo } from './protocol.ts';

/** A file that a model needs, as a manifest and the user name it. */
export interface ModelLocation {
  /** A folder that holds the manifest's files, or the file itself; default: the working directory. */
  readonly modelPath?: string | undefined;
  readonly file: ModelFile;
}

/** A model in every worker of a runtime. */
export interface LoadedModel {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 over the weights, those in files beside the graph included. */
  readonly weights: string;
  readonly session: SessionInfo;
  /** @throws ImageSearchError INFERENCE_FAILED, OUT_OF_MEMORY, MODEL_MISMATCH, ABORTED, TIMEOUT, CLOSED */
  run(job: Job, options?: CallOptions): Promise<JobResult>;
  /** The same in every worker, its results unheard: each has a session of its own to warm. @throws as `run` */
  runEverywhere(job: Job): Promise<void>;
  /** Frees the session where nobody else uses it. Idempotent. */
  release(): Promise<void>;
}

/** Owns the workers and sessions that the models of an application share. */
export interface OnnxRuntime {
  readonly info: {
    readonly workers: number;
    /** Threads inside an operator, per worker. */
    readonly threads: number;
    readonly isolation: 'thread' | 'process';
    readonly providers: readonly Provider[];
    /** GPUs that the workers are spread over, where any were named. */
    readonly devices?: readonly number[] | undefined;
  };
  /** What its models name in their `info`: they share its workers. */
  readonly runner: Runner;
  /**
   * Finds a file, checks size and SHA-256 where they are given, and opens it in every worker. For the model factories;
   * callers with one path, precision and provider share a session.
   * @throws ImageSearchError MODEL_NOT_FOUND, MODEL_CORRUPT, PROVIDER_UNAVAILABLE, UNSUPPORTED, CLOSED
   */
  load(location: ModelLocation): Promise<LoadedModel>;
  /** Absolute path of a file that is read by the workers, such as a tokenizer. @throws as `load` */
  locate(location: ModelLocation): Promise<string>;
  /** Sessions that each worker holds. */
  countSessions(): Promise<number[]>;
  /**
   * Refuses new and waiting calls with CLOSED, waits for runs in flight and ends the workers. Idempotent.
   * A process that forgets it still ends when nothing else keeps it alive.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
