import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';
import type { LoadReport, ServerReport } from '../serving/messages.ts';
import { servingPhotos } from '../serving/serving-photos.ts';
import { generateLoad, startServer } from '../serving/start-processes.ts';

export const configuration = {
  photos: 600,
  catalogue: 200,
  users: 50,
  times: 10,
  seconds: 30,
  saturationSeconds: 12,
  rounds: 3,
  deadline: 2000,
};

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);

/** Arrivals on a clock, ten times as many as can be answered. */
export async function overload(): Promise<void> {
  const { users, times, seconds, saturationSeconds, rounds, deadline } = configuration;
  const { catalogue, photos } = await servingPhotos(configuration.catalogue, configuration.photos);
  const server = await startServer({ catalogue, deadline });
  const { url } = server;
  const saturate = async (): Promise<number> => {
    const report = await generateLoad({ url, photos, users, seconds: saturationSeconds });
    return report.answered.length / report.seconds;
  };
  await generateLoad({ url, photos, users, seconds: 5 });
  const saturations = [await saturate()];
  const floods: LoadReport[] = [];
  const reports: ServerReport[] = [];
  for (let round = 0; round < rounds; round++) {
    const arrivalsASecond = saturations.at(-1)! * times;
    await server.ask('begin');
    floods.push(await generateLoad({ url, photos, arrivalsASecond, seconds }));
    reports.push(await server.ask('report'));
    saturations.push(await saturate());
  }
  await server.terminate();
  const broken = floods.flatMap((flood) => Object.entries({ ...flood.others, ...flood.broken }));
  if (broken.length > 0) process.stderr.write(`  errors: ${JSON.stringify(broken)}\n`);
  // The machine's own pace drifts: each flood stands beside what was got before and after it.
  const goodputs = floods.map(({ answered }, round) => {
    const around = (saturations[round]! + saturations[round + 1]!) / 2;
    return answered.filter((time) => time <= deadline).length / seconds / around;
  });
  const each = (of: (flood: LoadReport) => number, unit: string): Figure => figure(floods.map(of), unit);
  const sum = (of: (flood: LoadReport) => number): Figure =>
    figure([floods.reduce((all, flood) => all + of(flood), 0)], 'requests');
  const figures: Record<string, Figure> = {
    saturation: figure(saturations, 'searches/s'),
    arrivals: each(({ sent }) => sent / seconds, 'searches/s'),
    'goodput-over-saturation': figure(goodputs, 'ratio'),
    'answered.p50': each(({ answered }) => quantile(answered, 0.5), 'ms'),
    'answered.p95': each(({ answered }) => quantile(answered, 0.95), 'ms'),
    'answered.max': figure([Math.max(...floods.flatMap(({ answered }) => answered))], 'ms'),
    'refused.share': each(({ refused, sent }) => refused.length / sent, 'ratio'),
    'refused.p95-from-headers': figure(
      reports.map(({ refusals }) => quantile(refusals, 0.95)),
      'ms',
    ),
    'refused.p95-from-schedule': each(({ refused }) => quantile(refused, 0.95), 'ms'),
    'refused.after-reading': figure(
      [reports.reduce((all, one) => all + one.refusedAfterReading, 0)],
      'requests',
    ),
    'refused.without-retry-after': sum((flood) => flood.refusedWithoutRetryAfter),
    // Counted by the server since its start.
    'accepted-but-late': figure([reports.at(-1)!.stats.searches.failed], 'requests'),
    errors: sum(({ others, broken: lost }) => total(others) + total(lost)),
    'generator.lateness': each(({ lateness }) => lateness, 'ms'),
    'afterwards-over-saturation': figure(
      floods.map((_, round) => saturations[round + 1]! / saturations[round]!),
      'ratio',
    ),
  };
  await writeResult({
    suite: 'overload',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'saturation: what 50 users who wait for each answer get out of the server, before each flood and after it. Latencies from the time at which a request was due; the generator shares the two cores.',
      'goodput: answers within the deadline, over the 30 seconds of a flood, beside the mean saturation before and after it; the median of the floods. accepted-but-late: searches that had a place and ended in an error, TIMEOUT among them.',
    ],
  });
}
