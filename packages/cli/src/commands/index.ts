import type { IndexReport } from '@imgsearch/core';
import { Presets, SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import type { ModelChoice } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { readProducts } from '../input/read-products.ts';
import { DEFAULT_STORE, type KeptPipeline, openKeptPipeline } from '../kept-pipeline.ts';

interface IndexCommandOptions extends ModelChoice {
  readonly store: string;
  readonly json?: true | undefined;
}

/** `imgsearch index PRODUCTS`. */
export function addIndexCommand(program: Command, { signal, fail }: CommandContext): void {
  program
    .command('index')
    .summary('put pictures into a folder that search reads')
    .description(
      'Indexes products. A product that is indexed again replaces itself; a picture that fails is named, and the others go on.',
    )
    .argument(
      '<PRODUCTS>',
      'a folder of pictures, or a JSON array of { id, image or images, category?, ... }',
    )
    .option('--store <FOLDER>', 'where the vectors are kept', DEFAULT_STORE)
    .option('--background <MANIFEST>', 'another background remover')
    .option('--embedding <MANIFEST>', 'another embedder; categories then need --category')
    .option('--category <MANIFEST>', 'another classifier')
    .option('--json', 'the report as JSON')
    .action(async (place: string, options: IndexCommandOptions) => {
      const products = await readProducts(place);
      const kept = await openKeptPipeline(options.store, options);
      try {
        const report = await indexAll(kept, products, signal);
        process.stdout.write(
          options.json ? `${JSON.stringify(plain(report))}\n` : summary(report, options.store),
        );
        if (report.failed > 0) fail();
      } finally {
        await kept.close();
      }
    });
}

async function indexAll(
  { pipeline }: KeptPipeline,
  products: Awaited<ReturnType<typeof readProducts>>,
  signal: AbortSignal,
): Promise<IndexReport> {
  const bar = process.stderr.isTTY
    ? new SingleBar(
        {
          format: 'indexing {bar} {value}/{total}  {eta_formatted} left',
          stream: process.stderr,
          clearOnComplete: true,
        },
        Presets.shades_classic,
      )
    : undefined;
  bar?.start(products.length, 0);
  const run = pipeline.index(products, { signal });
  for await (const event of run) {
    if (event.type === 'batch-end') bar?.update(event.products);
    if (event.type === 'item-error') process.stderr.write(`${event.productId}: ${event.error.message}\n`);
  }
  bar?.stop();
  return run;
}

const plain = ({ failures, ...report }: IndexReport): object => ({
  ...report,
  failures: failures.map(({ error, ...failure }) => ({ ...failure, error: error.message })),
});

function summary(report: IndexReport, store: string): string {
  const rate = `${report.imagesPerSecond.toFixed(0)} a second`;
  const failed = report.failed > 0 ? `, ${report.failed} failed` : '';
  const stopped = report.aborted ? ' before it was stopped; run it again to go on' : '';
  return `${report.indexed} pictures of ${report.products} products in ${store} (${rate})${failed}${stopped}.\n`;
}
