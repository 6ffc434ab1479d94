import { spawn } from 'node:child_process';
import path from 'node:path';
import { vi } from 'vitest';
import { run } from '../src/run.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One command as people start it. @param signal sent as soon as it writes to stderr */
export function runApart(folder: string, words: readonly string[], signal?: NodeJS.Signals): Promise<Ended> {
  return new Promise((resolve) => {
    const program = path.join(import.meta.dirname, '../src/bin.ts');
    const child = spawn(process.execPath, [program, ...words], { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => resolve({ code, out, err }));
    if (signal) child.stderr.once('data', () => child.kill(signal));
  });
}

let turn: Promise<unknown> = Promise.resolve();

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The same in this process, one after the other: starting one takes longer than most commands.
 * @param variables of the environment that differ meanwhile
 */
export function runHere(folder: string, words: readonly string[], variables: Variables = {}): Promise<Ended> {
  const ended = turn.then(() => runNow(folder, words, variables));
  turn = ended.catch(() => undefined);
  return ended;
}

async function runNow(folder: string, words: readonly string[], variables: Variables): Promise<Ended> {
  const said = { out: '', err: '' };
  const before = process.cwd();
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream === 'stdout' ? 'out' : 'err'] += text;
      return true;
    }),
  );
  process.chdir(folder);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    return { code: await run(words), ...said };
  } finally {
    process.chdir(before);
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}
