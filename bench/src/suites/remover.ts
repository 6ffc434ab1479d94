import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { type Figure, quantile } from '../lib/statistics.ts';
import { type MaskScores, scoreMask } from '../quality/mask-scores.ts';
import { data, inReportHalf } from '../quality/sets.ts';

export const configuration = {
  set: 'salient, hand-made masks, never trained on',
  halves: 'by SHA-256 of the file name: even selects, odd reports',
  size: 'the photo as it is',
  boundary: '2 % of the longer side',
};

/** Middle of a score over photos, with the quarter of the photos below and the quarter above. */
function spread(scores: readonly number[]): Figure {
  const round = (value: number): number => Number(value.toPrecision(4));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    median: round(mean),
    min: round(quantile(scores, 0.25)),
    max: round(quantile(scores, 0.75)),
    runs: scores.length,
    unit: 'share',
  };
}

/** The starter remover as the pipeline runs it, against masks that people made. */
export async function remover(): Promise<void> {
  const folder = path.join(data, 'salient');
  if (!existsSync(folder)) throw new Error(`No data at ${folder}: set IMGSEARCH_DATA.`);
  const { parts, close } = await starterParts();
  const limits = { workingSize: 4096, maxBytes: 25e6, maxPixels: 50e6, maxFrames: 1, timeout: 10_000 };
  const scores = { select: [] as MaskScores[], report: [] as MaskScores[] };
  for (const file of (await readdir(path.join(folder, 'images'))).sort()) {
    const { name } = path.parse(file);
    const photo = await parts.imageProcessor.decode(
      new Uint8Array(await readFile(path.join(folder, 'images', file))),
      limits,
    );
    const [found] = await parts.backgroundRemover!.segment([photo]);
    const { width, height } = photo;
    const raw = { width: found!.width, height: found!.height, channels: 1 as const };
    const mask = await sharp(found!.data, { raw })
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .extractChannel(0)
      .raw()
      .toBuffer();
    const truth = await sharp(path.join(folder, 'masks', `${name}.png`))
      .resize(width, height, { fit: 'fill', kernel: 'nearest' })
      .extractChannel(0)
      .raw()
      .toBuffer();
    scores[inReportHalf(name) ? 'report' : 'select'].push(scoreMask(mask, truth, width, height));
  }
  await close();
  const figures: Record<string, Figure> = {};
  for (const [half, own] of Object.entries(scores)) {
    figures[`salient.${half}.iou`] = spread(own.map((one) => one.intersectionOverUnion));
    figures[`salient.${half}.absolute-error`] = spread(own.map((one) => one.absoluteError));
    figures[`salient.${half}.boundary-f`] = spread(own.map((one) => one.boundaryF));
  }
  await writeResult({
    suite: 'remover',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'median is the mean over the photos here, min and max are their quartiles. Small components cleared, as in the pipeline.',
      'Held-out cut-outs, and GrabCut on the same photos: models/starter/recipe/measured.json, by evaluate.py beside it.',
    ],
  });
}
