import { dropVersion, promoteVersion, rollbackVersion } from '@imgsearch/core/migration';
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../context.ts';
import { DEFAULT_STORE } from '../kept-pipeline.ts';
import { labelledFigures } from '../migrate/labelled-figures.ts';
import { comparisonText, planText, promotionText, runText } from '../migrate/migration-text.ts';
import {
  type MigrationChoice,
  type OpenedMigration,
  openMigration,
  openStore,
} from '../migrate/open-migration.ts';
import { readQueries } from '../migrate/read-queries.ts';
import { createStepBar } from '../progress.ts';

interface Output {
  readonly json?: true | undefined;
}
interface StoreOptions extends Output {
  readonly store: string;
}

const HELP = `
  imgsearch migrate plan --embedding mine/manifest.json
  imgsearch migrate run --embedding mine/manifest.json
  imgsearch migrate compare --embedding mine/manifest.json --queries photos-of-last-week/
  imgsearch migrate promote
  imgsearch migrate rollback

Searches go on all the while, in the version of the model that each process has. The serving models are the starter
models unless --from-embedding and its like name others. Pictures are read from the files that index noted, or with
PRODUCTS from what index was given.`;

/** `imgsearch migrate plan|run|compare|promote|rollback|drop`. */
export function addMigrateCommand(program: Command, { signal, fail }: CommandContext): void {
  const migrate = program
    .command('migrate')
    .summary('change the models while people search')
    .description(
      'Builds a version with other models beside the one that serves, compares the two, and makes one of them the default in one step.',
    )
    .addHelpText('after', HELP);
  const say = (options: Output, value: unknown, text: string): void => {
    process.stdout.write(options.json ? `${JSON.stringify(value, errorText)}\n` : text);
  };
  /** Runs with a migration that is closed whatever happens. */
  const within = async (
    options: MigrationChoice,
    place: string | undefined,
    work: (opened: OpenedMigration) => Promise<void>,
  ): Promise<void> => {
    const opened = await openMigration(options, place);
    await work(opened).finally(() => opened.close());
  };

  withModels(migrate.command('plan'))
    .summary('what would change, and how long it would take')
    .argument('[PRODUCTS]', 'what index was given; left out: the files that the records name')
    .action((place: string | undefined, options: MigrationChoice & Output) =>
      within(options, place, async ({ migration }) => {
        const plan = await migration.plan({ signal });
        say(options, plan, planText(plan));
      }),
    );

  withModels(migrate.command('run'))
    .summary('build the new version, or go on with it')
    .argument('[PRODUCTS]', 'what index was given; left out: the files that the records name')
    .action((place: string | undefined, options: MigrationChoice & Output) =>
      within(options, place, async ({ migration, checkpoint }) => {
        const bar = createStepBar('building the new version');
        const kept = place === undefined ? undefined : checkpoint();
        const report = await migration
          .run({
            signal,
            checkpoint: kept,
            onEvent(event) {
              if (event.type === 'batch-end') bar.show(event.products, event.total);
              if (event.type === 'item-error')
                process.stderr.write(`${event.productId}: ${event.error.message}\n`);
            },
          })
          .finally(async () => {
            bar.end();
            await kept?.close();
          });
        say(options, report, runText(report));
        if (report.failed > 0) fail();
      }),
    );

  withModels(migrate.command('compare'))
    .summary('the same queries to both versions')
    .argument('[PRODUCTS]', 'what index was given; left out: the files that the records name')
    .option('--queries <PLACE>', 'photos of your own: a folder, or a CSV or JSON of image, productId')
    .option('--sample <N>', 'pictures of the catalogue to search with', parseCount)
    .option('--everything', 'search everything, without narrowing to the category')
    .action(
      (
        place: string | undefined,
        options: MigrationChoice &
          Output & {
            readonly queries?: string | undefined;
            readonly sample?: number | undefined;
            readonly everything?: true | undefined;
          },
      ) =>
        within(options, place, async ({ migration }) => {
          const own = options.queries === undefined ? undefined : await readQueries(options.queries);
          const bar = createStepBar('asking both versions');
          const comparison = await migration
            .compare({
              queries: own?.map(({ id, image }) => ({ id, image })),
              sample: options.sample,
              ...(options.everything && { category: false as const }),
              onProgress: bar.show,
              signal,
            })
            .finally(bar.end);
          const figures = labelledFigures(comparison.queries, own ?? []);
          say(options, { ...comparison, figures }, comparisonText(comparison, figures));
          if (comparison.failed.length > 0) fail();
        }),
    );

  withStore(migrate.command('promote'))
    .summary('make the new version the default, in one step')
    .argument('[VERSION]', 'which one; left out: the newest that is not the default')
    .option('--min-coverage <SHARE>', 'share of the pictures that it must hold, 0 to 1', parseShare)
    .action(
      async (
        version: string | undefined,
        options: StoreOptions & { readonly minCoverage?: number | undefined },
      ) => {
        await using store = openStore(options.store);
        const { minCoverage } = options;
        const promotion = await promoteVersion(store, { version, minCoverage, signal });
        say(options, promotion, promotionText(promotion, 'Undo it with: imgsearch migrate rollback'));
      },
    );

  withStore(migrate.command('rollback'))
    .summary('make the version before the default again, in one step')
    .action(async (options: StoreOptions) => {
      await using store = openStore(options.store);
      const promotion = await rollbackVersion(store, { signal });
      say(options, promotion, promotionText(promotion, 'Undo it with: imgsearch migrate promote'));
    });

  withStore(migrate.command('drop'))
    .summary('remove a version that is not the default')
    .argument('[VERSION]', 'which one; left out: the one that was the default before')
    .action(async (version: string | undefined, options: StoreOptions) => {
      await using store = openStore(options.store);
      const dropped = await dropVersion(store, { version, signal });
      say(options, dropped, `Version ${dropped.id} is gone.\n`);
    });
}

const withStore = (command: Command): Command =>
  command
    .option('--store <FOLDER>', 'where index put the vectors', DEFAULT_STORE)
    .option('--json', 'the answer as JSON');

const withModels = (command: Command): Command =>
  withStore(command)
    .option('--embedding <MANIFEST>', 'the new embedder; categories then need --category')
    .option('--background <MANIFEST>', 'the new background remover')
    .option('--category <MANIFEST>', 'the new classifier')
    .option('--from-embedding <MANIFEST>', 'the embedder that serves, where it is not the starter')
    .option('--from-background <MANIFEST>', 'the background remover that serves')
    .option('--from-category <MANIFEST>', 'the classifier that serves');

function parseCount(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError('Give a whole number.');
}

function parseShare(value: string): number {
  const share = Number(value);
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('Give a number from 0 to 1.');
}

/** Errors have nothing that JSON would show. */
const errorText = (_: string, value: unknown): unknown => (value instanceof Error ? value.message : value);
