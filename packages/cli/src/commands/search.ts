import { existsSync } from 'node:fs';
import {
  explainSearch,
  ImageSearchError,
  type ImageSearchPipeline,
  type SearchRequest,
  type SearchResult,
} from '@imgsearch/core';
import type { Command } from 'commander';
import type { ModelChoice } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { addEmbedderOptions } from '../input/embedder-options.ts';
import { addQueryOptions, type QueryWords, readQuery } from '../input/read-query.ts';
import { DEFAULT_STORE, openKeptPipeline } from '../kept-pipeline.ts';
import { readCalibration } from '../read-calibration.ts';
import { createTable } from '../report/table.ts';

interface SearchCommandOptions extends QueryWords, Omit<ModelChoice, 'category'> {
  readonly store: string;
  readonly page: number;
  readonly calibration?: string | undefined;
  readonly json?: true | undefined;
}

const HELP = `
  imgsearch search shoe.jpg --in shoes --limit 5
  imgsearch search front.jpg side.jpg --exclude p17 --diversity
  imgsearch search street.jpg --box 0.3,0.1,0.4,0.8 --page 2
  imgsearch search shoe.jpg --text 'but in red'
  imgsearch search --like p17 --not p3 --min-similarity 0.5`;

/** `imgsearch search PHOTO...`. */
export function addSearchCommand(program: Command, { signal }: CommandContext): void {
  const command = program
    .command('search')
    .summary('find products like the ones in photos')
    .description(
      'Finds products like a photo, several photos, words or a product, among those that index put into a folder.',
    )
    .argument('[PHOTO...]', 'one picture file, or several of the same thing')
    .option('--store <FOLDER>', 'where index put the vectors', DEFAULT_STORE);
  addEmbedderOptions(addQueryOptions(command))
    .option(
      '--calibration <FILE>',
      'what eval --calibration wrote: says whether the first match is a confident one',
    )
    .option('--background <MANIFEST>', 'the background remover, where index had another')
    .option('--json', 'the answer as JSON')
    .addHelpText('after', HELP)
    .action(async (photos: readonly string[], options: SearchCommandOptions) => {
      const request = readQuery(photos, options);
      const calibration =
        options.calibration === undefined ? undefined : readCalibration(options.calibration);
      if (!existsSync(options.store))
        throw new ImageSearchError({
          code: 'INVALID_OPTIONS',
          message: `There is no store at ${options.store}.`,
          hint: 'Fill one with: imgsearch index PRODUCTS',
        });
      const { background, embedding, profile, weights, augment } = options;
      const { pipeline, close } = await openKeptPipeline(
        options.store,
        { background, embedding, profile, weights, augment },
        calibration,
      );
      try {
        const result = await searchPage(pipeline, request, options.page, signal);
        for (const warning of result.warnings) process.stderr.write(`${warning}\n`);
        process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : answer(result, options.page));
      } finally {
        await close();
      }
    });
}

/** One page after the other: each is told what the ones before have shown. */
async function searchPage(
  pipeline: ImageSearchPipeline,
  request: SearchRequest,
  page: number,
  signal: AbortSignal,
): Promise<SearchResult> {
  let result = await pipeline.search(request, { signal });
  for (let at = 2; at <= page; at++) {
    if (result.next === undefined) return { ...result, matches: [] };
    result = await pipeline.search({ ...request, cursor: result.next }, { signal });
  }
  return result;
}

function answer(result: SearchResult, page: number): string {
  const { matches, timings } = result;
  const head = `${explainSearch(result).sentences.join('\n')}\n${timings.total.toFixed(0)} ms\n`;
  if (matches.length === 0)
    return page > 1
      ? `There is no page ${page}.\n`
      : `${head}The store is empty, or nothing in it is as asked: --min-similarity, --exclude and --not leave products out.\n`;
  const table = createTable(['product', 'similarity', 'category', 'found in', 'file']);
  for (const { productId, similarity, category: leaf, reach, metadata } of matches)
    table.push([productId, similarity.toFixed(3), leaf, reach, String(metadata.file ?? '')]);
  const more = result.next === undefined ? '' : `More: --page ${page + 1}\n`;
  return `${head}${table.toString()}\n${more}`;
}
