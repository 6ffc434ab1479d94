import { jpegs } from '../lib/pictures.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterPipeline } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';

export const configuration = {
  phone: 600,
  camera: 48,
  runs: 5,
  workingSize: 512,
  backgroundRemoval: 'always',
} as const;

/** (d): distinct JPEGs to stored vectors, background removed on every photo, categories, starter models. */
export async function throughput(): Promise<void> {
  const figures: Record<string, Figure> = {};
  for (const kind of ['phone', 'camera'] as const) {
    const photos = await jpegs(kind, configuration[kind]);
    const speeds: number[] = [];
    for (let run = 0; run <= configuration.runs; run++) {
      const { pipeline, close } = await starterPipeline({
        fields: {},
        policies: {
          workingSize: configuration.workingSize,
          backgroundRemoval: configuration.backgroundRemoval,
        },
      });
      await pipeline.open();
      const products = photos.map((source, i) => ({ id: String(i), images: [source] }));
      const began = performance.now();
      const report = await pipeline.index(run === 0 ? products.slice(0, 64) : products);
      const speed = (report.indexed / (performance.now() - began)) * 60_000;
      if (report.failed > 0)
        throw new Error(`${report.failed} photos failed: ${report.failures[0]?.error.message}`);
      await close();
      if (run > 0) speeds.push(speed);
      process.stderr.write(
        `  ${kind} ${run === 0 ? 'warm-up' : `run ${run}`}: ${speed.toFixed(0)} images a minute\n`,
      );
    }
    figures[`${kind}.images-a-minute`] = figure(speeds, 'images/min');
  }
  figures['phone.over-the-original'] = figure([figures['phone.images-a-minute']!.median / 150], 'ratio');
  await writeResult({
    suite: 'throughput',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'phone: JPEGs of 640 px, all distinct; camera: JPEGs of 12 megapixels. No caches. Memory store.',
      'The original system indexed 150 images a minute with 4 workers, as its owners report it: not measured here.',
    ],
  });
}
