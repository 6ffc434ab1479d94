import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  checkKeys,
  checkOneOf,
  type Fetcher,
  type Fields,
  ImageSearchError,
  invalidOption,
  type Product,
} from '@imgsearch/core';
import { fillVersions } from './fill-versions.ts';
import { mapAhead } from './map-ahead.ts';
import { openTable, type TablePlace } from './open-table.ts';
import { parseCsv } from './parse-csv.ts';
import { parseJsonArray } from './parse-json-array.ts';
import { pictureAt } from './picture-at.ts';
import { readFields } from './read-fields.ts';
import { type RowRules, refuseRow, toProduct } from './to-product.ts';

/** Rows whose versions are asked for ahead. */
const AHEAD = 16;
const FORMATS = ['csv', 'json', 'jsonl'] as const;
type TableFormat = (typeof FORMATS)[number];

export interface TableOptions<F extends Fields = Fields> {
  /** Default: by the ending; `.ndjson` is `jsonl`. Needed where a function gives the bytes. */
  readonly format?: 'csv' | 'json' | 'jsonl' | undefined;
  /** The pipeline's fields: cells of a CSV become numbers, booleans and lists by them, and products have their types. */
  readonly fields?: F | undefined;
  /**
   * Fetches pictures at addresses; without it a name is a path. See `createPoliteFetcher`. A table at an address is fetched
   * with it too, and with the global `fetch` where there is none.
   */
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
 * Products of a CSV with a header, of a JSON array, or of one JSON object a line, row by row: it may be larger than
 * memory. Columns are `id`, `image` or `images` (in CSV with bars between), `version` or `versions`, `category`; all
 * others are metadata, which CSV has as text unless `fields` says otherwise. Relative names start from the table's own
 * folder or address, and from the working directory where a function gives the bytes. Each iteration reads it anew.
 * @returns products; iterating fails with SOURCE_FAILED for what cannot be read, a broken row, or one without an id, after
 *   the rows before it
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * await pipeline.index(readTable('products.csv', { fields: { price: 'number' } }));
 */
export function readTable<const F extends Fields = Fields>(
  place: TablePlace,
  options: TableOptions<F> = {},
): AsyncIterable<Product<F>> {
  checkKeys('options', options, ['format', 'fields', 'fetcher', 'etags', 'noteFiles']);
  const { etags, fields } = options;
  const name = nameOf(place);
  const format = checkOneOf('format', options.format ?? formatOf(name, place), FORMATS);
  const base =
    place instanceof URL ? place : typeof place === 'string' ? path.dirname(path.resolve(place)) : '.';
  const fetcher = options.fetcher ?? (place instanceof URL ? (fetch as Fetcher) : undefined);
  const rules: RowRules = {
    pictureAt: (text) => pictureAt(text, base, fetcher),
    noteFiles: options.noteFiles === true,
  };
  return {
    async *[Symbol.asyncIterator]() {
      let number = 0;
      let leave = (): void => undefined;
      try {
        const table = await openTable(place, fetcher ?? (fetch as Fetcher));
        leave = table.leave;
        const rows = rowsOf(table.bytes, format);
        const whole =
          etags && fetcher ? mapAhead(rows, AHEAD, (row) => fillVersions(row, fetcher, base)) : rows;
        for await (const row of whole) {
          number++;
          const typed = fields && format === 'csv' ? readFields(row, fields) : row;
          yield toProduct(typed, name, number, rules) as Product<F>;
        }
      } catch (error) {
        if (ImageSearchError.isInstance(error)) throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT') throw refuseRow(name, 'it does not exist.', 'Check the path.', error);
        // The parser of arrays keeps to itself what it had of that piece.
        const where = format === 'json' ? 'some rows after' : 'after';
        throw refuseRow(name, `${where} row ${number}: ${message}`, `Is it ${format.toUpperCase()}?`, error);
      } finally {
        leave();
      }
    },
  };
}

/** For messages: of an address without its query, which is often secret. */
function nameOf(place: unknown): string {
  if (typeof place === 'string' && place !== '') return place;
  if (typeof place === 'function') return 'The table';
  if (place instanceof URL && /^https?:$/.test(place.protocol)) return `${place.origin}${place.pathname}`;
  throw invalidOption('place', 'a path, an http(s) URL, or a function that gives bytes', place);
}

function formatOf(name: string, place: TablePlace): TableFormat {
  const ending = path.extname(name).toLowerCase().slice(1);
  const format = ending === 'ndjson' ? 'jsonl' : ending;
  if (FORMATS.includes(format as TableFormat)) return format as TableFormat;
  throw invalidOption(
    typeof place === 'function' ? 'format' : 'place',
    typeof place === 'function' ? 'csv, json or jsonl' : 'a .csv, .json, .jsonl or .ndjson',
    typeof place === 'function' ? undefined : name,
    'For bytes or another ending, say what it is: { format: "csv" }.',
  );
}

function rowsOf(bytes: Readable, format: TableFormat): AsyncIterable<unknown> {
  if (format === 'json') return parseJsonArray(bytes);
  return format === 'jsonl' ? jsonLines(bytes) : parseCsv(bytes);
}

async function* jsonLines(bytes: Readable): AsyncGenerator<unknown> {
  // A failing file must fail the loop: the line reader alone would end it.
  let failed: Error | undefined;
  const lines = createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY });
  bytes.on('error', (error) => {
    failed = error;
    lines.close();
  });
  for await (const line of lines) {
    const bare = line.replace(/^\uFEFF/, '').trim();
    if (bare !== '') yield JSON.parse(bare);
  }
  if (failed) throw failed;
}
