import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface HostileServer {
  readonly url: string;
  readonly child: ChildProcess;
  /** Megabytes of the process now, and at most so far; undefined where the system does not tell. */
  memory(): { readonly now: number; readonly peak: number } | undefined;
  close(): void;
}

/** The server in a process of its own, so that a crash or a leak is seen from outside. */
export async function startHostileServer(): Promise<HostileServer> {
  const child = fork(path.join(import.meta.dirname, 'server-child.ts'), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    memory() {
      if (process.platform !== 'linux') return undefined;
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const megabytes = (name: string): number =>
        Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
      return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
    },
    close: () => void child.kill(),
  };
}
