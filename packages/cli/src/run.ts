import { ImageSearchError } from '@imgsearch/core';
import { Command, CommanderError } from 'commander';
import { addCompareCommand } from './commands/compare.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEvalCommand } from './commands/eval.ts';
import { addFailuresCommand } from './commands/failures.ts';
import { addIndexCommand } from './commands/index.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addModelsCommand } from './commands/models.ts';
import { addSearchCommand } from './commands/search.ts';
import type { CommandContext } from './context.ts';
import { version } from './version.ts';

/** 0 done, 1 failed (also where single pictures did), 2 a wrong command line, 130 stopped by Ctrl-C, 143 by a container. */
export type ExitCode = 0 | 1 | 2 | 130 | 143;

/** Runs one command line to its end; the first Ctrl-C or SIGTERM stops it cleanly, the second at once. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  const stop = new AbortController();
  let stopped: ExitCode = 130;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(stopped);
    if (signal === 'SIGTERM') stopped = 143;
    process.stderr.write('\nStopping after the work in flight; Ctrl-C again ends at once.\n');
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    let failed = false;
    const fail = (): void => {
      failed = true;
    };
    await createProgram({ signal: stop.signal, fail }).parseAsync(words, { from: 'user' });
    if (stop.signal.aborted) return stopped;
    return failed ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) return stopped;
    return report(error);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command('imgsearch')
    .description('Photo in, similar products out.')
    .version(version)
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('(imgsearch --help shows what there is)');
  addIndexCommand(program, context);
  addFailuresCommand(program, context);
  addSearchCommand(program, context);
  const evaluation = addEvalCommand(program, context);
  addCompareCommand(evaluation, context);
  addModelsCommand(program, context);
  addMigrateCommand(program, context);
  addDoctorCommand(program, context);
  return program;
}

function report(error: unknown): ExitCode {
  // Commander has said what was wrong; help and version end here too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (ImageSearchError.isInstance(error)) {
    process.stderr.write(`${error.code}: ${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
    return error.code === 'INVALID_OPTIONS' ? 2 : 1;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
