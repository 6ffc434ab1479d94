import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { servingPhotos } from '../serving/serving-photos.ts';
import { generateLoad, startServer } from '../serving/start-processes.ts';

export const configuration = {
  requests: 20_000,
  settled: 5000,
  step: 500,
  rest: 1500,
  // As docs/serving.md tells.
  tuned: { MALLOC_MMAP_THRESHOLD_: '131072', NODE_OPTIONS: '--max-semi-space-size=16' },
  users: 50,
  photos: 600,
  starts: 3,
};

/** 20,000 searches: what they leave behind in memory; and how long a cold server takes to its first answer. */
export async function soak(): Promise<void> {
  const { starts, settled, tuned } = configuration;
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
  const server = await watch(catalogue, photos, tuned);
  const untuned = await watch(catalogue, photos, {});
  const figures: Record<string, Figure> = {
    'growth-a-request': figure([slope(server.settled)], 'bytes'),
    'growth-a-request.standard-error': figure([slopeError(server.settled)], 'bytes'),
    'memory.peak': figure([server.peak / 2 ** 20], 'MB'),
    'untuned.growth-a-request': figure([slope(untuned.settled)], 'bytes'),
    'untuned.memory.peak': figure([untuned.peak / 2 ** 20], 'MB'),
    'memory.at-rest': figure(rest, 'MB'),
    'cold-start-to-first-answer': figure(first, 'ms'),
    failed: figure([server.failed + untuned.failed], 'requests'),
  };
  await writeResult({
    suite: 'soak',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      `Resident memory of the whole server, started as docs/serving.md tells, ${configuration.rest} ms after a collection of garbage in every thread, every ${configuration.step} requests from request ${settled} on; growth is the slope of a least-squares line, and its standard error says how much of it is chance.`,
      'Untuned: the same without those settings.',
      'Cold start: from starting the process, files in the page cache, through loading the models to the first answer; at rest: before it, with an empty store.',
    ],
  });
}

/** The searches, and the memory seen between them. */
async function watch(
  catalogue: readonly string[],
  photos: readonly string[],
  env: Record<string, string>,
): Promise<{ readonly settled: readonly Sample[]; readonly peak: number; readonly failed: number }> {
  const { requests, settled, step, users, rest } = configuration;
  const server = await startServer({ catalogue, deadline: 60_000 }, env);
  const samples: Sample[] = [];
  let done = 0;
  let failed = 0;
  while (done < requests) {
    const report = await generateLoad({ url: server.url, photos, users, seconds: 120, requests: step });
    done += report.sent;
    failed += report.sent - report.answered.length;
    await server.ask('collect-garbage');
    await sleep(rest);
    const { memory } = await server.ask('report');
    process.stderr.write(`  ${done}: ${(memory / 2 ** 20).toFixed(0)} MB\n`);
    samples.push([done, memory]);
  }
  await server.terminate();
  return {
    settled: samples.filter(([done]) => done >= settled),
    peak: Math.max(...samples.map(([, memory]) => memory)),
    failed,
  };
}

type Sample = readonly [x: number, y: number];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (points: readonly Sample[]): number => {
  const middle = mean(points.map(([x]) => x));
  return points.reduce((sum, [x]) => sum + (x - middle) ** 2, 0);
};

function slope(points: readonly Sample[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread(points);
}

function slopeError(points: readonly Sample[]): number {
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const rise = slope(points);
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - rise * (x - meanX)) ** 2, 0);
  return Math.sqrt(rest / (points.length - 2) / spread(points));
}
