import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Figure } from './statistics.ts';

export const root = path.resolve(import.meta.dirname, '../../..');
export const resultsFolder = path.join(root, 'docs/results');

/** A measured result as it stands in docs/results. */
export interface Result {
  readonly suite: string;
  readonly command: string;
  readonly date: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly node: string;
  };
  /** Of everything that the figures depend on: a changed hash makes the result stale. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly figures: Readonly<Record<string, Figure>>;
  /** What a reader must know to read the figures rightly. */
  readonly notes: readonly string[];
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

export async function writeResult(
  result: Omit<Result, 'date' | 'machine' | 'command'> & { readonly command?: string },
): Promise<void> {
  await mkdir(resultsFolder, { recursive: true });
  const whole: Result = {
    command: `npm run bench -- ${result.suite}`,
    date: new Date().toISOString(),
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      node: process.version,
    },
    ...result,
  };
  await writeFile(path.join(resultsFolder, `${result.suite}.json`), `${JSON.stringify(whole, null, 2)}\n`);
}
