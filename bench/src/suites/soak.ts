import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { servingPhotos } from '../serving/serving-photos.ts';
import { generateLoad, startServer } from '../serving/start-processes.ts';

export const configuration = {
  requests: 40_000,
  settled: 5000,
  step: 500,
  rest: 1500,
  // As docs/serving.md tells: glibc's own gives back little of what many threads have freed.
  allocator: {
    LD_PRELOAD: 'libjemalloc.so.2',
    MALLOC_CONF: 'background_thread:true,dirty_decay_ms:500,muzzy_decay_ms:0',
  },
  users: 50,
  photos: 600,
  starts: 3,
};

/** 40,000 searches: what they leave behind in memory; and how long a cold server takes to its first answer. */
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
  const server = await startServer({ catalogue, deadline: 60_000 }, configuration.allocator);
  if (!readFileSync(`/proc/${server.child.pid}/maps`, 'utf8').includes('jemalloc'))
    throw new Error('jemalloc is not there: install libjemalloc2, or whatever your system calls it.');
  const samples: (readonly [done: number, bytes: number])[] = [];
  let done = 0;
  let failed = 0;
  while (done < requests) {
    const report = await generateLoad({ url: server.url, photos, users, seconds: 120, requests: step });
    done += report.sent;
    failed += report.sent - report.answered.length;
    await server.ask('collect-garbage');
    await sleep(configuration.rest);
    const { memory } = await server.ask('report');
    process.stderr.write(`  ${done}: ${(memory / 2 ** 20).toFixed(0)} MB\n`);
    if (done >= settled) samples.push([done, memory]);
  }
  await server.terminate();
  const figures: Record<string, Figure> = {
    'growth-a-request': figure([slope(samples)], 'bytes'),
    'growth-a-request.standard-error': figure([slopeError(samples)], 'bytes'),
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
      `Resident memory of the whole server on jemalloc, ${configuration.rest} ms after a collection of garbage, every ${step} requests from request ${settled} on; growth is the slope of a least-squares line, and its standard error says how much of it is chance: workers collect their garbage when they like.`,
      'Cold start: from starting the process, files in the page cache, through loading the models to the first answer; at rest: before it, with an empty store.',
    ],
  });
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
