import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { servingPhotos } from '../serving/serving-photos.ts';
import { generateLoad, startServer } from '../serving/start-processes.ts';

export const configuration = {
  requests: 20_000,
  settled: 5000,
  step: 1000,
  users: 50,
  photos: 600,
  starts: 3,
};

/** 20,000 searches: what they leave behind in memory; and how long a cold server takes to its first answer. */
export async function soak(): Promise<void> {
  const { requests, settled, step, users, starts } = configuration;
  const { catalogue, photos } = await servingPhotos(200, configuration.photos);
  const first: number[] = [];
  const rest: number[] = [];
  for (let run = 0; run < starts; run++) {
    const began = performance.now();
    const cold = await startServer({ catalogue: [] });
    rest.push((await cold.ask('report')).memory / 2 ** 20);
    await generateLoad({ url: cold.url, photos: photos.slice(0, 1), users: 1, seconds: 60, requests: 1 });
    first.push(performance.now() - began);
    await cold.terminate();
  }
  // Memory is looked at, not time.
  const server = await startServer({ catalogue, deadline: 60_000 });
  const samples: (readonly [done: number, bytes: number])[] = [];
  let done = 0;
  let failed = 0;
  while (done < requests) {
    const report = await generateLoad({ url: server.url, photos, users, seconds: 120, requests: step });
    done += report.sent;
    failed += report.sent - report.answered.length;
    const { memory } = await server.ask('collect-garbage');
    process.stderr.write(`  ${done}: ${(memory / 2 ** 20).toFixed(0)} MB\n`);
    if (done >= settled) samples.push([done, memory]);
  }
  await server.terminate();
  const figures: Record<string, Figure> = {
    'growth-a-request': figure([slope(samples)], 'bytes'),
    'memory.peak': figure([Math.max(...samples.map(([, bytes]) => bytes)) / 2 ** 20], 'MB'),
    'memory.at-rest': figure(rest, 'MB'),
    'cold-start-to-first-answer': figure(first, 'ms'),
    failed: figure([failed], 'requests'),
  };
  await writeResult({
    suite: 'soak',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      `Resident memory of the whole server after a collection of garbage, every ${step} requests from request ${settled} on; growth is the slope of a least-squares line.`,
      'Cold start: from starting the process, files in the page cache, through loading the models to the first answer; at rest: before it, with an empty store.',
    ],
  });
}

function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
