import { existsSync } from 'node:fs';
import { ImageSearchError, type SearchResult } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { type Command, InvalidArgumentError } from 'commander';
import type { ModelChoice } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { DEFAULT_STORE, openKeptPipeline } from '../kept-pipeline.ts';
import { createTable } from '../report/table.ts';

interface SearchCommandOptions extends Omit<ModelChoice, 'category'> {
  readonly store: string;
  readonly limit: number;
  readonly in?: string | undefined;
  readonly everything?: true | undefined;
  readonly json?: true | undefined;
}

function parseLimit(value: string): number {
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new InvalidArgumentError('Give a whole number from 1 to 100.');
  return limit;
}

/** `imgsearch search PHOTO`. */
export function addSearchCommand(program: Command, { signal }: CommandContext): void {
  program
    .command('search')
    .summary('find products like the one in a photo')
    .description('Finds products like the one in a photo, among those that index put into a folder.')
    .argument('<PHOTO>', 'a picture file')
    .option('--store <FOLDER>', 'where index put the vectors', DEFAULT_STORE)
    .option('--limit <N>', 'products wanted', parseLimit, 10)
    .option('--in <CATEGORY>', 'search this category, without asking the classifier')
    .option('--everything', 'search all categories')
    .option('--background <MANIFEST>', 'the background remover, where index had another')
    .option('--embedding <MANIFEST>', 'the embedder, where index had another')
    .option('--json', 'the answer as JSON')
    .action(async (photo: string, options: SearchCommandOptions) => {
      if (!existsSync(options.store))
        throw new ImageSearchError({
          code: 'INVALID_OPTIONS',
          message: `There is no store at ${options.store}.`,
          hint: 'Fill one with: imgsearch index PRODUCTS',
        });
      const { pipeline, close } = await openKeptPipeline(options.store, {
        background: options.background,
        embedding: options.embedding,
      });
      try {
        const category = options.everything ? false : options.in;
        const result = await pipeline.search(
          { image: fromFile(photo), limit: options.limit, category },
          { signal },
        );
        for (const warning of result.warnings) process.stderr.write(`${warning}\n`);
        process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : answer(result));
      } finally {
        await close();
      }
    });
}

function answer({ matches, query, timings }: SearchResult): string {
  const { category, background } = query;
  const removed = background.removed ? 'removed' : `left (${background.reason})`;
  const head = `category ${category.id} (${category.confidence.toFixed(2)}), background ${removed}, ${timings.total.toFixed(0)} ms\n`;
  if (matches.length === 0)
    return `${head}No match: the store is empty, or holds nothing of this category.\n`;
  const table = createTable(['product', 'similarity', 'category', 'found in', 'file']);
  for (const { productId, similarity, category: leaf, reach, metadata } of matches)
    table.push([productId, similarity.toFixed(3), leaf, reach, String(metadata.file ?? '')]);
  return `${head}${table.toString()}\n`;
}
