import type { ExitCode } from './run.ts';

export type { ExitCode };

/**
 * Runs one command line, as the program `imgsearch` does, with the process's own streams.
 * @param words what stands behind `imgsearch`, e.g. `['eval', 'photos', '--json']`
 * @returns 0 done, 1 failed, 2 a wrong command line, 130 stopped by Ctrl-C
 */
export async function runCommandLine(words: readonly string[]): Promise<ExitCode> {
  // Loaded late: importing the package loads no native library.
  const { run } = await import('./run.ts');
  return run(words);
}
