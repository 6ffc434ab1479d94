import type { PipelineHealth, PipelineStats } from '@imgsearch/core';

/** How a server of the bench is set up. */
export interface ServerSetup {
  /** JPEGs that are indexed first. */
  readonly catalogue: readonly string[];
  readonly runtime?: {
    readonly workers?: number;
    readonly threads?: number;
    readonly isolation?: 'thread' | 'process';
  };
  /** Pictures in a model call, at most. Default: each model's own. */
  readonly batchSize?: number | undefined;
  /** Milliseconds. Default: the handler's. */
  readonly deadline?: number;
}

export type ServerQuestion = 'report' | 'begin' | 'measure-idle' | 'collect-garbage';

/** What the server saw since `begin`. */
export interface ServerReport {
  readonly stats: PipelineStats;
  readonly health: PipelineHealth;
  /** p99 of the event loop's delay, in milliseconds, at a resolution of 1. */
  readonly loopP99: number;
  /** Resident bytes of the server and of its child processes are not told apart. */
  readonly memory: number;
  readonly requests: number;
  readonly answers: Readonly<Record<number, number>>;
  /** Milliseconds from headers received to the answer sent, of each 503. */
  readonly refusals: readonly number[];
  /** Answers with QUEUE_FULL for which a byte of the body had been read before. */
  readonly refusedAfterReading: number;
  /** Process ids of workers, where they are processes. */
  readonly children: readonly number[];
}

/** What the generator is told. */
export interface LoadTask {
  readonly url: string;
  readonly photos: readonly string[];
  /** So many users, each of whom waits for his answer; or arrivals on a clock. */
  readonly users?: number;
  readonly arrivalsASecond?: number;
  /** Seconds, or requests in all, whichever comes first. */
  readonly seconds: number;
  readonly requests?: number;
}

export interface LoadReport {
  readonly seconds: number;
  /** Milliseconds of each answer with 200: from when it was due. */
  readonly answered: readonly number[];
  readonly refused: readonly number[];
  readonly refusedWithoutRetryAfter: number;
  /** Statuses other than 200 and 503. */
  readonly others: Readonly<Record<string, number>>;
  /** Connections that ended without an answer, by code. */
  readonly broken: Readonly<Record<string, number>>;
  readonly sent: number;
  /** How late the generator itself was at most, in milliseconds. */
  readonly lateness: number;
}
