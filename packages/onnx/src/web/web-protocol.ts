import type { WorkerReply, WorkerTask } from '../runtime/protocol.ts';

/** Where a worker finds ONNX Runtime's WebAssembly, and whether it may keep models. */
export interface WebSettings {
  /** Absolute address of a folder; undefined: where onnxruntime-web looks by itself. */
  readonly wasmPaths: string | undefined;
  readonly cacheName: string | undefined;
}

export interface ModelProgress {
  /** Address of the file. */
  readonly url: string;
  /** Bytes that have arrived. */
  readonly loaded: number;
  /** Bytes that are expected, where the server says so. */
  readonly total: number | undefined;
  /** Whether it came from what an earlier visit left. */
  readonly cached: boolean;
}

export interface WebTask {
  readonly settings: WebSettings;
  readonly task: WorkerTask;
}

export type WebMessage = { readonly progress: ModelProgress } | { readonly reply: WorkerReply };
