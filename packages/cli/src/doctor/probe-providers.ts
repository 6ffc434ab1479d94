import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { explainProviderFailure, type NodeProvider } from '@imgsearch/onnx/node';

/** What `probe-provider.ts` says. */
export interface ProviderReply {
  readonly works: boolean;
  readonly message?: string | undefined;
  /** Where the native library lies. */
  readonly folder?: string | undefined;
}

export interface ProbedProvider {
  readonly provider: NodeProvider;
  readonly works: boolean;
  /** Why not, in one line. */
  readonly reason?: string | undefined;
  /** Libraries that are not there. */
  readonly missing: readonly string[];
  readonly next: readonly string[];
}

export interface ProbeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that a provider may take. Default 60,000: CUDA's first start takes seconds. */
  readonly timeout?: number | undefined;
  /** Environment of the child. Default: this one's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Beside this file, in the sources and in `dist`. */
const script = (): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './probe-provider.ts' : './probe-provider.js', import.meta.url),
  );

/** Loads a provider by running a tiny model on it in a child process, and reads what came of it. */
export async function probeProvider(
  provider: NodeProvider,
  options: ProbeOptions = {},
): Promise<ProbedProvider> {
  const { signal, timeout = 60_000, env = process.env } = options;
  const { output, errors, ended } = await runChild([script(), provider], { signal, timeout, env });
  const reply = readReply(output);
  if (reply?.works) return { provider, works: true, missing: [], next: [] };
  const text = `${reply?.message ?? ''}\n${errors}`;
  const { missing, next } = explainProviderFailure(text);
  const further = reply?.folder ? await missingLibraries(reply.folder, provider) : [];
  const all = [...new Set([...missing, ...further])];
  const advice = explainProviderFailure(
    all.map((library) => `${library}: cannot open shared object file`).join('\n'),
  ).next;
  return {
    provider,
    works: false,
    reason: reply?.message ?? (ended || errors.trim().split('\n').at(-1) || 'it said nothing'),
    missing: all,
    next: [...new Set([...next, ...advice])],
  };
}

async function runChild(
  words: readonly string[],
  options: {
    readonly signal: AbortSignal | undefined;
    readonly timeout: number;
    readonly env: NodeJS.ProcessEnv;
  },
): Promise<{ readonly output: string; readonly errors: string; readonly ended: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      words,
      { ...options, killSignal: 'SIGKILL', maxBuffer: 10e6 },
      (error, output, errors) => {
        const { killed, signal, code } = (error ?? {}) as {
          killed?: boolean;
          signal?: string;
          code?: unknown;
        };
        const ended = killed
          ? `it did not answer within ${options.timeout / 1000} s`
          : signal
            ? `its process ended with ${signal}: a crash in native code`
            : error
              ? `its process ended with code ${code}`
              : '';
        resolve({ output, errors, ended });
      },
    );
  });
}

function readReply(output: string): ProviderReply | undefined {
  const line = output
    .split('\n')
    .reverse()
    .find((each) => each.startsWith('{"works"'));
  return line === undefined ? undefined : (JSON.parse(line) as ProviderReply);
}

/** The loader stops at the first library that it does not find; `ldd` names all. */
async function missingLibraries(folder: string, provider: NodeProvider): Promise<string[]> {
  const file = path.join(folder, `libonnxruntime_providers_${provider}.so`);
  if (!existsSync(file)) return [];
  try {
    const { stdout } = await promisify(execFile)('ldd', [file], { timeout: 20_000 });
    return [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, library]) => library!);
  } catch {
    return [];
  }
}
