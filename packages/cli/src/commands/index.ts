import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { IndexReport } from '@imgsearch/core';
import { createFileCheckpoint, type FileCheckpoint } from '@imgsearch/core/node';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ModelChoice } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { createIndexReporter, type ProgressMode } from '../index-reporter.ts';
import { addEmbedderOptions } from '../input/embedder-options.ts';
import { readProducts } from '../input/read-products.ts';
import { DEFAULT_STORE, openKeptPipeline } from '../kept-pipeline.ts';

interface IndexCommandOptions extends ModelChoice {
  readonly store: string;
  /** A path, or false for none. */
  readonly checkpoint?: string | false | undefined;
  readonly retryFailed?: true | undefined;
  readonly prune?: true | undefined;
  readonly product: 'picture' | 'folder';
  readonly batchSize?: number | undefined;
  readonly memory?: number | undefined;
  readonly failureLimit?: number | undefined;
  readonly progress: 'auto' | ProgressMode;
  readonly json?: true | undefined;
}

/** Where a store's checkpoint lies unless it is said otherwise. */
export const checkpointOf = (store: string): string => path.join(store, 'index.checkpoint');

/** `imgsearch index PRODUCTS`. */
export function addIndexCommand(program: Command, { signal, fail }: CommandContext): void {
  addEmbedderOptions(program.command('index'))
    .summary('put pictures into a folder that search reads')
    .description(
      'Indexes products. Run again, it does what is new or changed, and goes on where it was stopped. A picture that fails is named and remembered, and the others go on.',
    )
    .argument(
      '<PRODUCTS>',
      'a folder of pictures, or a .csv, .json, .jsonl or .ndjson, a file or at an address, of id, image or images, category, ...',
    )
    .option('--store <FOLDER>', 'where the vectors are kept', DEFAULT_STORE)
    .option('--checkpoint <FILE>', 'where is kept what was done; default: in the store')
    .option('--no-checkpoint', 'keep nothing, and do everything')
    .option('--retry-failed', 'try again what failed before, and nothing else')
    .option('--prune', 'take out products that PRODUCTS no longer has')
    .addOption(
      new Option('--product <EACH>', 'of a folder: what one product is')
        .choices(['picture', 'folder'])
        .default('picture'),
    )
    .option('--batch-size <PICTURES>', 'pictures in one model call, at most (default: 32)', number)
    .option(
      '--memory <MB>',
      'what the process may hold: fewer pictures are taken at once to stay below',
      number,
    )
    .option(
      '--failure-limit <SHARE>',
      'stop where more than this share of at least 100 pictures fails (default: 0.5; 1 never does)',
      number,
    )
    .addOption(
      new Option('--progress <HOW>', 'bar for people, lines of JSON for programs')
        .choices(['auto', 'bar', 'lines', 'none'])
        .default('auto'),
    )
    .option('--background <MANIFEST>', 'another background remover')
    .option('--category <MANIFEST>', 'another classifier')
    .option('--json', 'the report as JSON')
    .action(async (place: string, options: IndexCommandOptions) => {
      const source = await readProducts(place, options.product);
      const mode = options.progress === 'auto' ? (process.stderr.isTTY ? 'bar' : 'none') : options.progress;
      const checkpoint = openCheckpoint(options);
      const kept = await openKeptPipeline(options.store, options);
      const reporter = createIndexReporter(mode);
      try {
        const total = mode === 'bar' ? await source.count() : undefined;
        const run = kept.pipeline.index(source.products, {
          ...{ signal, total, checkpoint, prune: options.prune, batchSize: options.batchSize },
          failed: options.retryFailed ? 'only' : undefined,
          maxFailureRate: options.failureLimit,
          memoryBudget: options.memory && Math.round(options.memory * 1e6),
        });
        try {
          for await (const event of run) reporter.tell(event);
        } catch (error) {
          reporter.fail(error);
          // Told to programs already, who read nothing but lines.
          if (mode !== 'lines') throw error;
          return fail();
        }
        const report = await run;
        reporter.end();
        process.stdout.write(
          options.json ? `${JSON.stringify(plain(report))}\n` : summary(report, options.store),
        );
        // Programs find them in the report, or in the last line.
        if (!options.json && mode !== 'lines')
          for (const warning of report.warnings) process.stderr.write(`${warning}\n`);
        if (report.failed > 0) fail();
      } finally {
        reporter.end();
        await kept.close();
        await checkpoint?.close();
      }
    });
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It takes a number.');
  return value;
}

function openCheckpoint({ checkpoint, store }: IndexCommandOptions): FileCheckpoint | undefined {
  if (checkpoint === false) return undefined;
  const file = checkpoint ?? checkpointOf(store);
  mkdirSync(path.dirname(file), { recursive: true });
  return createFileCheckpoint(file);
}

const plain = ({ failures, ...report }: IndexReport): object => ({
  ...report,
  failures: failures.map(({ error, ...failure }) => ({ ...failure, error: error.message })),
});

function summary(report: IndexReport, store: string): string {
  const { indexed, skipped, updated, pruned, failed, products, aborted, imagesPerSecond } = report;
  const further = [
    ...(skipped > 0 ? [`${skipped} done before`] : []),
    ...(updated > 0 ? [`${updated} with new metadata`] : []),
    ...(pruned > 0 ? [`${pruned} products gone`] : []),
    ...(failed > 0 ? [`${failed} failed (imgsearch failures lists them)`] : []),
  ];
  const more = further.map((each) => `, ${each}`).join('');
  const stopped = aborted ? ' before it was stopped; run it again to go on' : '';
  return `${indexed} pictures of ${products} products in ${store} (${imagesPerSecond.toFixed(0)} a second)${more}${stopped}.\n`;
}
