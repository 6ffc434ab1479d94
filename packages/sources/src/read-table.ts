import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  checkKeys,
  checkOneOf,
  type Fetcher,
  ImageSearchError,
  invalidOption,
  type Product,
} from '@imgsearch/core';
import { parse } from 'csv-parse';
import { fillVersions } from './fill-versions.ts';
import { mapAhead } from './map-ahead.ts';
import { parseJsonArray } from './parse-json-array.ts';
import { pictureAt } from './picture-at.ts';
import { type RowRules, refuseRow, toProduct } from './to-product.ts';

/** Rows whose versions are asked for ahead. */
const AHEAD = 16;
const FORMATS = ['csv', 'json', 'jsonl'] as const;
type TableFormat = (typeof FORMATS)[number];

export interface TableOptions {
  /** Default: by the ending; `.ndjson` is `jsonl`. */
  readonly format?: 'csv' | 'json' | 'jsonl' | undefined;
  /** Fetches pictures at addresses; without it a name is a path. See `createPoliteFetcher`. */
  readonly fetcher?: Fetcher | undefined;
  /**
   * Asks servers for the ETag of each picture at an address that has no version, by HEAD, sixteen rows ahead: a run with
   * a checkpoint then fetches only what changed. Default false.
   */
  readonly etags?: boolean | undefined;
  /**
   * Keeps the pictures' addresses or absolute paths as metadata: `file`, and where there are several, `files`. Whoever
   * sees answers sees metadata. Default false.
   */
  readonly noteFiles?: boolean | undefined;
}

/**
 * Products of a CSV with a header, of a JSON array, or of one JSON object a line, row by row: the file may be larger than
 * memory. Columns are `id`, `image` or `images` (in CSV with bars between), `version` or `versions`, `category`; all
 * others are metadata, which CSV has as text. Paths start from the file's own folder. Each iteration reads the file anew.
 * @returns products; iterating fails with SOURCE_FAILED for a file that cannot be read, a broken row, or one without an id
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * await pipeline.index(readTable('products.csv'));
 */
export function readTable(file: string, options: TableOptions = {}): AsyncIterable<Product> {
  checkKeys('options', options, ['format', 'fetcher', 'etags', 'noteFiles']);
  const format = checkOneOf('format', options.format ?? formatOf(file), FORMATS);
  const folder = path.dirname(path.resolve(file));
  const rules: RowRules = {
    pictureAt: (text) => pictureAt(text, folder, options.fetcher),
    noteFiles: options.noteFiles === true,
  };
  return {
    async *[Symbol.asyncIterator]() {
      const text = createReadStream(file);
      let number = 0;
      try {
        const rows = rowsOf(text, format);
        const { fetcher, etags } = options;
        const whole = etags && fetcher ? mapAhead(rows, AHEAD, (row) => fillVersions(row, fetcher)) : rows;
        for await (const row of whole) {
          number++;
          yield toProduct(row, file, number, rules);
        }
      } catch (error) {
        if (ImageSearchError.isInstance(error)) throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT') throw refuseRow(file, 'it does not exist.', 'Check the path.', error);
        throw refuseRow(file, `after row ${number}: ${message}`, `Is it ${format.toUpperCase()}?`, error);
      } finally {
        text.destroy();
      }
    },
  };
}

function formatOf(file: string): TableFormat {
  const ending = path.extname(file).toLowerCase().slice(1);
  const format = ending === 'ndjson' ? 'jsonl' : ending;
  if (FORMATS.includes(format as TableFormat)) return format as TableFormat;
  throw invalidOption(
    'file',
    'a .csv, .json, .jsonl or .ndjson',
    file,
    'For another ending, say what it is: { format: "csv" }.',
  );
}

function rowsOf(text: Readable, format: TableFormat): AsyncIterable<unknown> {
  if (format === 'json') return parseJsonArray(text);
  if (format === 'jsonl') return jsonLines(text);
  const parser = parse({ columns: true, bom: true, trim: true, skip_empty_lines: true });
  text.on('error', (error) => parser.destroy(error));
  return text.pipe(parser);
}

async function* jsonLines(text: Readable): AsyncGenerator<unknown> {
  // A failing file must fail the loop: the line reader alone would end it.
  let failed: Error | undefined;
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  text.on('error', (error) => {
    failed = error;
    lines.close();
  });
  for await (const line of lines) {
    const bare = line.replace(/^\uFEFF/, '').trim();
    if (bare !== '') yield JSON.parse(bare);
  }
  if (failed) throw failed;
}
