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

async function readResult(folder: string, suite: string): Promise<Result | string> {
  try {
    return JSON.parse(await readFile(path.join(folder, `${suite}.json`), 'utf8')) as Result;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}

/** What makes a whole result stale. */
function staleness(suite: string, { hashes }: Result, { configurations, weights }: CheckOptions): string[] {
  const reasons: string[] = [];
  if (hashes?.configuration !== hashOf(configurations[suite])) reasons.push('its configuration changed');
  for (const [name, hash] of Object.entries(weights)) {
    const used = hashes?.[name];
    if (used !== undefined && used !== hash) reasons.push(`the ${name} weights changed`);
  }
  return reasons;
}

/** Why a figure does not hold its bar; nothing when it does. */
function shortfall(
  measured: Result['figures'][string] | undefined,
  { atLeast, atMost }: Bar,
): string | undefined {
  // JSON has no NaN: a figure of nothing is null there.
  if (measured === undefined || !Number.isFinite(measured.median)) return 'is missing';
  const { median } = measured;
  if (atLeast !== undefined && median < atLeast) return `is ${median}, the bar is at least ${atLeast}`;
  if (atMost !== undefined && median > atMost) return `is ${median}, the bar is at most ${atMost}`;
  return undefined;
}

/**
 * One sentence for each result that is missing, stale or short of its bar; none when all is well. A suite that no bar
 * names may be missing, and must not be stale. One suite's trouble stays with it: every other one is still checked.
 */
export async function checkResults(options: CheckOptions): Promise<string[]> {
  const { folder, bars, configurations } = options;
  const complaints: string[] = [];
  for (const suite of new Set([...bars.map((bar) => bar.suite), ...Object.keys(configurations)])) {
    const own = bars.filter((bar) => bar.suite === suite);
    if (!(suite in configurations)) {
      complaints.push(`${suite}: bars.json names it, and there is no such suite.`);
      continue;
    }
    const again = `run \`npm run bench -- ${suite}\``;
    const result = await readResult(folder, suite);
    if (typeof result === 'string') {
      if (own.length > 0 || result !== 'missing') complaints.push(`${suite}: ${result}, ${again}.`);
      continue;
    }
    for (const reason of staleness(suite, result, options))
      complaints.push(`${suite}: stale, ${reason}; ${again}.`);
    for (const bar of own) {
      const short = shortfall(result.figures?.[bar.figure], bar);
      if (short) complaints.push(`${suite}: ${bar.figure} ${short}; ${again}.`);
    }
  }
  return complaints;
}
