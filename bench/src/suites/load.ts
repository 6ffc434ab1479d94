import { type RawStarterModels, rawStarterModels } from '../contenders/raw-starter-models.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';
import type { LoadReport, ServerReport, ServerSetup } from '../serving/messages.ts';
import { servingPhotos } from '../serving/serving-photos.ts';
import { generateLoad, type ServingServer, startServer } from '../serving/start-processes.ts';

export const configuration = { users: 50, photos: 600, catalogue: 200, rounds: 5, seconds: 6, rawSeconds: 2 };

/** On two cores there are two ways to divide them. */
const LAYOUTS = [
  { workers: 2, threads: 1 },
  { workers: 1, threads: 2 },
] as const;

interface Round {
  readonly load: LoadReport;
  readonly seen: ServerReport;
}

/** 50 users with photos of their own: batches against batches of one, and what batches gain in ONNX Runtime alone. */
export async function load(): Promise<void> {
  const { users, rounds, seconds } = configuration;
  const { catalogue, photos } = await servingPhotos(configuration.catalogue, configuration.photos);
  const start = (setup: Omit<ServerSetup, 'catalogue'>) => startServer({ catalogue, ...setup });
  const ours = await start({});
  const ones = await Promise.all(LAYOUTS.map((runtime) => start({ runtime, batchSize: 1 })));
  const raw = await Promise.all(LAYOUTS.map(({ workers, threads }) => rawStarterModels(workers, threads)));

  const put = async (server: ServingServer, time: number): Promise<Round> => {
    await server.ask('begin');
    const report = await generateLoad({ url: server.url, photos, users, seconds: time });
    if (report.answered.length !== report.sent)
      throw new Error(`Errors: ${JSON.stringify([report.refused.length, report.others, report.broken])}`);
    return { load: report, seen: await server.ask('report') };
  };
  const speedOf = ({ load: { answered, seconds: time } }: Round): number => answered.length / time;

  const idle = await ours.ask('measure-idle');
  for (const server of [ours, ...ones]) await put(server, 3);
  const speeds: number[] = [];
  const [gains, rawGains, loops, p50, p95]: number[][] = [[], [], [], [], []];
  const sizes: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const mine = await put(ours, seconds);
    const { backgroundRemover, embedder, classifier } = mine.seen.stats.queues;
    const batches = [backgroundRemover, embedder, classifier].map((queue) =>
      Math.round(queue?.batchSize ?? 1),
    );
    const single: number[] = [];
    for (const server of ones) single.push(speedOf(await put(server, seconds)));
    speeds.push(speedOf(mine));
    gains!.push(speedOf(mine) / Math.max(...single));
    rawGains!.push((await bestOf(raw, batches)) / (await bestOf(raw, [1, 1, 1])));
    loops!.push(Math.max(0, mine.seen.loopP99 - idle.loopP99));
    p50!.push(quantile(mine.load.answered, 0.5));
    p95!.push(quantile(mine.load.answered, 0.95));
    sizes.push(batches);
    process.stderr.write(
      `  round ${round + 1}: ${speedOf(mine).toFixed(1)}/s, ones ${single.map((each) => each.toFixed(1)).join(' and ')}/s, ` +
        `gain ${gains!.at(-1)!.toFixed(3)}, raw ${rawGains!.at(-1)!.toFixed(3)} at ${batches.join(', ')}\n`,
    );
  }
  for (const server of [ours, ...ones]) await server.terminate();
  for (const each of raw) await each.close();
  const figures: Record<string, Figure> = {
    'searches-a-second': figure(speeds, 'searches/s'),
    p50: figure(p50!, 'ms'),
    p95: figure(p95!, 'ms'),
    gain: figure(gains!, 'ratio'),
    'raw-gain': figure(rawGains!, 'ratio'),
    'gain-over-raw-gain': figure(
      gains!.map((gain, round) => gain / rawGains![round]!),
      'ratio',
    ),
    'event-loop.p99-minus-idle': figure(loops!, 'ms'),
    errors: figure([0], 'requests'),
  };
  await writeResult({
    suite: 'load',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      `${users} users on the loopback who wait for each answer, in a process of their own on the same machine; ${photos.length} photos that are not indexed, no cache, no ETags.`,
      'gain: over the same server with batches of one in the better of 2 workers of 1 thread and 1 worker of 2. raw-gain: the same of onnxruntime-node on tensors that are ready, nothing else, at the batch sizes of the round.',
      `Batches of background remover, embedder and classifier, by round: ${sizes.map((each) => each.join(', ')).join('; ')}.`,
    ],
  });
}

async function bestOf(raw: readonly RawStarterModels[], batches: readonly number[]): Promise<number> {
  let best = 0;
  for (const models of raw) best = Math.max(best, await models.run(batches, configuration.rawSeconds * 1000));
  return best;
}
