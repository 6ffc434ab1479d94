import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LoadReport, LoadTask, ServerQuestion, ServerReport, ServerSetup } from './messages.ts';

export interface ServingServer {
  readonly url: string;
  readonly child: ChildProcess;
  ask(question: ServerQuestion): Promise<ServerReport>;
  /** Sends SIGTERM; resolves with the last report when the process has ended by itself. */
  terminate(): Promise<{
    readonly report: ServerReport;
    readonly code: number | null;
    readonly signal: string | null;
  }>;
}

/**
 * A server in a process of its own, with its catalogue indexed.
 * @param env variables beside this process's own
 */
export async function startServer(setup: ServerSetup, env: NodeJS.ProcessEnv = {}): Promise<ServingServer> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'imgsearch-serving-')), 'setup.json');
  await writeFile(file, JSON.stringify(setup));
  const child = fork(path.join(import.meta.dirname, 'server.ts'), [file], {
    execArgv: ['--expose-gc', '--import', path.join(import.meta.dirname, 'collect-garbage.ts')],
    env: { ...process.env, ...env },
  });
  const [{ url }] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The server ended with ${code} before it listened.`);
    }),
  ])) as [{ url: string }];
  return {
    url,
    child,
    async ask(question) {
      child.send(question);
      const [report] = (await once(child, 'message')) as [ServerReport];
      return report;
    },
    async terminate() {
      const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
      const last = once(child, 'message') as Promise<[{ closed: ServerReport }]>;
      child.kill('SIGTERM');
      const [{ closed }] = await last;
      const [code, signal] = await exit;
      return { report: closed, code, signal };
    },
  };
}

/** Load from another process. */
export async function generateLoad(task: LoadTask): Promise<LoadReport> {
  const child = fork(path.join(import.meta.dirname, 'generator.ts'), { execArgv: [] });
  child.send(task);
  const [report] = (await once(child, 'message')) as [LoadReport];
  child.disconnect();
  return report;
}
