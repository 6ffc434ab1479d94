import { existsSync } from 'node:fs';
import { type DeadLetter, deadLettersToCsv, ImageSearchError, listDeadLetters } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { DEFAULT_STORE } from '../kept-pipeline.ts';
import { createTable } from '../report/table.ts';
import { checkpointOf } from './index.ts';

interface FailuresOptions {
  readonly store: string;
  readonly checkpoint?: string | undefined;
  readonly csv?: true | undefined;
  readonly json?: true | undefined;
}

/** `imgsearch failures`. */
export function addFailuresCommand(program: Command, { signal }: CommandContext): void {
  program
    .command('failures')
    .summary('what index could not read, and why')
    .description(
      'Lists every picture that failed and has not succeeded since. Mend the cause, and run index again with --retry-failed.',
    )
    .option('--store <FOLDER>', 'where index put the vectors', DEFAULT_STORE)
    .option('--checkpoint <FILE>', 'where index kept what was done; default: in the store')
    .option('--csv', 'as CSV')
    .option('--json', 'a line of JSON each')
    .action(async (options: FailuresOptions) => {
      const file = options.checkpoint ?? checkpointOf(options.store);
      if (!existsSync(file))
        throw new ImageSearchError({
          code: 'INVALID_OPTIONS',
          message: `There is no checkpoint at ${file}.`,
          hint: 'imgsearch index PRODUCTS makes one, unless it is run with --no-checkpoint.',
        });
      await using checkpoint = createFileCheckpoint(file);
      const letters = listDeadLetters(checkpoint, { signal });
      if (options.csv) {
        for await (const line of deadLettersToCsv(letters)) process.stdout.write(line);
      } else if (options.json) {
        for await (const letter of letters) process.stdout.write(`${JSON.stringify(letter)}\n`);
      } else process.stdout.write(await tableOf(letters));
    });
}

async function tableOf(letters: AsyncIterable<DeadLetter>): Promise<string> {
  const table = createTable(['product', 'picture', 'kind', 'tries', 'why']);
  let count = 0;
  for await (const { productId, imageId, kind, attempts, message } of letters) {
    table.push([productId, imageId ?? '', kind, attempts, message]);
    count++;
  }
  return count === 0 ? 'Nothing failed.\n' : `${table.toString()}\n`;
}
