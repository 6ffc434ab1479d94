/** One way of doing the work; returns units of work a second. */
export interface Contender {
  readonly name: string;
  readonly run: (warmUp: boolean) => Promise<number>;
}

/**
 * Runs all contenders in turn, A B C A B C ..., so that a machine whose speed drifts is unfair to none.
 * The first round warms up and is not counted.
 */
export async function interleave(
  contenders: readonly Contender[],
  pairs: number,
): Promise<Map<string, number[]>> {
  const speeds = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= pairs; round++) {
    for (const { name, run } of contenders) {
      const speed = await run(round === 0);
      if (round > 0) speeds.get(name)?.push(speed);
      process.stderr.write(`  ${round === 0 ? 'warm-up' : `pair ${round}`} ${name}: ${speed.toFixed(1)}/s\n`);
    }
  }
  return speeds;
}

/** Ratio of two contenders, pair by pair. */
export function ratios(speeds: Map<string, number[]>, ours: string, theirs: string): number[] {
  const base = speeds.get(theirs) ?? [];
  return (speeds.get(ours) ?? []).map((speed, pair) => speed / (base[pair] ?? Number.NaN));
}
