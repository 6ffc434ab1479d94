import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';
import type { LoadReport } from '../serving/messages.ts';
import { servingPhotos } from '../serving/serving-photos.ts';
import { generateLoad, startServer } from '../serving/start-processes.ts';

export const configuration = {
  photos: 600,
  catalogue: 200,
  users: 50,
  times: 10,
  seconds: 30,
  deadline: 2000,
};

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Arrivals on a clock, ten times as many as can be answered. */
export async function overload(): Promise<void> {
  const { users, times, seconds, deadline } = configuration;
  const { catalogue, photos } = await servingPhotos(configuration.catalogue, configuration.photos);
  const server = await startServer({ catalogue, deadline });
  const { url } = server;
  const speedOf = ({ answered, seconds: time }: LoadReport): number => answered.length / time;
  await generateLoad({ url, photos, users, seconds: 5 });
  const saturation = speedOf(await generateLoad({ url, photos, users, seconds: 12 }));
  await server.ask('begin');
  const flood = await generateLoad({ url, photos, arrivalsASecond: saturation * times, seconds });
  const seen = await server.ask('report');
  const after = await generateLoad({ url, photos, users, seconds: 6 });
  await server.terminate();
  const goodput = flood.answered.filter((time) => time <= deadline).length / seconds;
  const one = (value: number, unit: string): Figure => figure([value], unit);
  const figures: Record<string, Figure> = {
    saturation: one(saturation, 'searches/s'),
    arrivals: one(flood.sent / seconds, 'searches/s'),
    'goodput-over-saturation': one(goodput / saturation, 'ratio'),
    'answered.p50': one(quantile(flood.answered, 0.5), 'ms'),
    'answered.p95': one(quantile(flood.answered, 0.95), 'ms'),
    'answered.max': one(Math.max(...flood.answered), 'ms'),
    'refused.share': one(flood.refused.length / flood.sent, 'ratio'),
    'refused.p95-from-headers': one(quantile(seen.refusals, 0.95), 'ms'),
    'refused.p95-from-schedule': one(quantile(flood.refused, 0.95), 'ms'),
    'refused.after-reading': one(seen.refusedAfterReading, 'requests'),
    'refused.without-retry-after': one(flood.refusedWithoutRetryAfter, 'requests'),
    'accepted-but-late': one(seen.stats.searches.failed, 'requests'),
    errors: one(total(flood.others) + total(flood.broken), 'requests'),
    'generator.lateness': one(flood.lateness, 'ms'),
    'afterwards-over-saturation': one(speedOf(after) / saturation, 'ratio'),
  };
  await writeResult({
    suite: 'overload',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'saturation: what 50 users who wait for each answer get out of the server. Latencies from the time at which a request was due; the generator shares the two cores.',
      'goodput: answers within the deadline, over the 30 seconds of the flood. accepted-but-late: searches that had a place and ended in an error, TIMEOUT among them.',
    ],
  });
}
