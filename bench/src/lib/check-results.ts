import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOf, type Result } from './result.ts';

export interface Bar {
  readonly suite: string;
  readonly figure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface CheckOptions {
  readonly folder: string;
  readonly bars: readonly Bar[];
  /** The configuration of each suite as the code has it now. */
  readonly configurations: Readonly<Record<string, unknown>>;
  /** Hashes of the weights as they are now; a suite that used them is stale when they differ. */
  readonly weights: Readonly<Record<string, string>>;
}

async function readResult(folder: string, suite: string): Promise<Result | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, `${suite}.json`), 'utf8')) as Result;
  } catch {
    return undefined;
  }
}

/** One sentence for each result that is missing, stale or short of its bar; none when all is well. */
export async function checkResults({
  folder,
  bars,
  configurations,
  weights,
}: CheckOptions): Promise<string[]> {
  const complaints = new Set<string>();
  for (const { suite, figure, atLeast, atMost } of bars) {
    const result = await readResult(folder, suite);
    const again = `run \`npm run bench -- ${suite}\``;
    if (result === undefined) {
      complaints.add(`${suite}: missing, ${again}.`);
      continue;
    }
    if (result.hashes.configuration !== hashOf(configurations[suite]))
      complaints.add(`${suite}: stale, its configuration changed; ${again}.`);
    for (const [name, hash] of Object.entries(weights)) {
      if (name in result.hashes && result.hashes[name] !== hash)
        complaints.add(`${suite}: stale, the ${name} weights changed; ${again}.`);
    }
    const measured = result.figures[figure];
    if (measured === undefined) complaints.add(`${suite}: ${figure} is missing, ${again}.`);
    else if (atLeast !== undefined && measured.median < atLeast)
      complaints.add(`${suite}: ${figure} is ${measured.median}, the bar is at least ${atLeast}.`);
    else if (atMost !== undefined && measured.median > atMost)
      complaints.add(`${suite}: ${figure} is ${measured.median}, the bar is at most ${atMost}.`);
  }
  return [...complaints];
}
