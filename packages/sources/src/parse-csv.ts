import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';

/**
 * Rows of a CSV with a heading, as its text arrives. The parser is no stream here: as one, it drops the good rows that it
 * holds when it comes to a broken one.
 */
export async function* parseCsv(text: Readable): AsyncGenerator<unknown> {
  let rows: unknown[] = [];
  const parser = parse({
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    on_record(row: unknown) {
      rows.push(row);
      return null;
    },
  });
  // Told to whoever writes.
  parser.on('error', () => undefined).resume();
  const taken = (): unknown[] => {
    const whole = rows;
    rows = [];
    return whole;
  };
  for await (const piece of text) {
    const error = await new Promise((resolve) => parser.write(piece, resolve));
    yield* taken();
    if (error) throw error;
  }
  const error = await new Promise((resolve) => parser.end(resolve));
  yield* taken();
  if (error) throw error;
}
