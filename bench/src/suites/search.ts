import { setTimeout as sleep } from 'node:timers/promises';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterPipeline } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';

export const configuration = { catalogue: 300, searches: 200, runs: 5 };

const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

/** (e): one search end to end, one after the other, by step; memory at rest and at work. */
export async function search(): Promise<void> {
  const photos = await jpegs('phone', 600);
  const { pipeline, close } = await starterPipeline({ fields: {} });
  await pipeline.open();
  await sleep(500);
  const rest = megabytes();
  await pipeline.index(
    photos.slice(0, configuration.catalogue).map((source, i) => ({ id: String(i), images: [source] })),
  );
  let peak = megabytes();
  const p50: Record<string, number[]> = {};
  const p95: Record<string, number[]> = {};
  for (let run = 0; run <= configuration.runs; run++) {
    const times: Record<string, number[]> = {};
    for (let i = 0; i < (run === 0 ? 20 : configuration.searches); i++) {
      const { timings } = await pipeline.search({
        image: photos[(configuration.catalogue + i) % photos.length]!,
      });
      for (const [step, time] of Object.entries(timings)) times[step] = [...(times[step] ?? []), time];
      peak = Math.max(peak, megabytes());
    }
    if (run === 0) continue;
    for (const [step, values] of Object.entries(times)) {
      p50[step] = [...(p50[step] ?? []), quantile(values, 0.5)];
      p95[step] = [...(p95[step] ?? []), quantile(values, 0.95)];
    }
  }
  await close();
  const figures: Record<string, Figure> = {};
  for (const step of Object.keys(p50)) {
    figures[`${step}.p50`] = figure(p50[step]!, 'ms');
    figures[`${step}.p95`] = figure(p95[step]!, 'ms');
  }
  figures['memory.at-rest'] = figure([rest], 'MB');
  figures['memory.at-work'] = figure([peak], 'MB');
  await writeResult({
    suite: 'search',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'JPEGs of 640 px, one user, memory store, starter models, background removal `auto`. Memory is the whole process.',
    ],
  });
}
