import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AnalyzeAnswer, Problem } from '../../src/index.ts';
import type { Judge, Verdict } from './start-judge.ts';

/**
 * What came of a picture. `agrees`, `refused`, `not-decoded` (a format that is not on the list: 415) and `tolerated` (Pillow
 * itself reads it only when told to put up with damage) are right; `stricter` and `laxer` are two decoders of two minds;
 * `differs` and `failed` (5xx, no code, too slow) are wrong.
 */
export type Outcome =
  | 'agrees'
  | 'refused'
  | 'not-decoded'
  | 'tolerated'
  | 'stricter'
  | 'laxer'
  | 'differs'
  | 'failed';

export interface Result extends Verdict {
  readonly outcome: Outcome;
  readonly status: number;
  readonly code: string | undefined;
  readonly milliseconds: number;
}

/** Formats that the handler decodes and the judge knows, by the judge's names. */
export const DECODED: readonly string[] = ['JPEG', 'MPO', 'PNG', 'WEBP', 'GIF', 'TIFF'];
const LONGEST = 10_000;
const LEVELS = 3;

/** Sends a file through HTTP, and asks the judge what should have come of it. */
export async function putToServer(
  url: string,
  judge: Judge,
  {
    file,
    bytes,
    folder,
  }: { readonly file: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly folder: string },
): Promise<Result> {
  const begin = performance.now();
  const response = await fetch(`${url}/analyze?backgroundRemoval=off`, { method: 'POST', body: bytes });
  const body = (await response.json()) as AnalyzeAnswer & Problem;
  const milliseconds = performance.now() - begin;
  const raster = response.ok ? path.join(folder, 'raster.png') : null;
  if (raster) writeFileSync(raster, Buffer.from(body.pictures.original.split(',')[1]!, 'base64'));
  const verdict = await judge.ask({ file, raster });
  const { status } = response;
  const code = response.ok ? undefined : body.code;
  const broken = status >= 500 || (!response.ok && typeof code !== 'string') || milliseconds > LONGEST;
  const outcome = broken ? 'failed' : outcomeOf(status, verdict);
  return { ...verdict, outcome, status, code, milliseconds };
}

function outcomeOf(status: number, { format, state, difference }: Verdict): Outcome {
  const read = status === 200;
  if (read && (difference ?? 0) > LEVELS) return state === 'readable' ? 'differs' : 'tolerated';
  if (state === 'damaged') return read ? 'tolerated' : 'refused';
  if (state === 'unreadable') return read ? 'laxer' : 'refused';
  if (read) return 'agrees';
  const listed = format !== null && DECODED.includes(format);
  return !listed && status === 415 ? 'not-decoded' : 'stricter';
}

/** Outcomes by kind of file. */
export type Table = Readonly<Record<string, Readonly<Partial<Record<Outcome, number>>>>>;

export function countOutcomes(rows: readonly { readonly kind: string; readonly outcome: Outcome }[]): Table {
  const table: Record<string, Partial<Record<Outcome, number>>> = {};
  for (const { kind, outcome } of rows) {
    const row = table[kind] ?? {};
    table[kind] = row;
    row[outcome] = (row[outcome] ?? 0) + 1;
  }
  return table;
}
