import type { CheckpointEntry } from '../../spec/checkpoint.ts';

/**
 * What stands in a journal, one JSON value a line: a header; then batches, each of entries and of products that are
 * forgotten, ended by a line that counts them. A batch without that line was never acknowledged.
 */
export type JournalLine =
  | { readonly imgsearch: 'checkpoint'; readonly format: number }
  | CheckpointEntry
  | { readonly target: string; readonly productId: string; readonly forgotten: true }
  | { readonly batch: number };

export const FORMAT = 1;
export const HEADER: string = toLine({ imgsearch: 'checkpoint', format: FORMAT });

export function toLine(line: JournalLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** @returns undefined for what no journal writes */
export function parseLine(text: string): JournalLine | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof line !== 'object' || line === null) return undefined;
  const known = 'imgsearch' in line || 'batch' in line || ('target' in line && 'productId' in line);
  return known ? (line as JournalLine) : undefined;
}
