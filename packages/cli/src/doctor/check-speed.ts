import { ImageSearchError } from '@imgsearch/core';
import { availableCores, availableMemory } from '@imgsearch/onnx/node';
import sharp from 'sharp';
import type { Parts } from '../components.ts';
import { megabytes } from './check-memory.ts';
import type { Finding } from './finding.ts';

export interface SpeedOptions {
  /** Milliseconds, all steps together. */
  readonly duration: number;
  readonly signal?: AbortSignal | undefined;
}

/** A phone photo's way in a shop: what `createImageSearchPipeline` allows by default. */
const LIMITS = { maxBytes: 25e6, maxPixels: 50e6, maxFrames: 1, timeout: 10_000, workingSize: 512 };
const PIXELS = { width: 1600, height: 1200 };

/** Pictures a second of each step that a catalogue picture takes, all cores at work, on a drawn photo of 2 megapixels. */
export async function checkSpeed(parts: Parts, { duration, signal }: SpeedOptions): Promise<Finding> {
  const { imageProcessor, backgroundRemover, embedder } = parts;
  if (embedder.input !== 'raster')
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: 'The embedder takes no rasters.',
      hint: 'Leave the measuring out with --seconds 0.',
    });
  const bytes = await drawPhoto();
  const raster = await imageProcessor.decode(bytes, LIMITS);
  const cutOut = { feather: 1, margin: 0.05, fill: [255, 255, 255] } as const;
  const steps = {
    decode: async () => {
      await imageProcessor.decode(bytes, LIMITS, { signal });
      return 1;
    },
    cutOut: async () => {
      const size = Math.min(4, backgroundRemover.info.maxBatchSize);
      const masks = await backgroundRemover.segment(new Array(size).fill(raster), { signal });
      await Promise.all(masks.map((mask) => imageProcessor.cutOut(raster, mask, cutOut, { signal })));
      return size;
    },
    embed: async () => {
      const size = Math.min(8, embedder.info.maxBatchSize);
      await embedder.embedImages(new Array(size).fill(raster), { signal });
      return size;
    },
  };
  const rates: Record<string, number> = {};
  for (const [name, step] of Object.entries(steps))
    rates[name] = await rate(step, duration / Object.keys(steps).length);
  // They share the same cores, so that their times add up.
  const together = 1 / Object.values(rates).reduce((seconds, each) => seconds + 1 / each, 0);
  const resident = process.memoryUsage.rss();
  const { total } = availableMemory();
  return {
    check: 'speed',
    state: 'fine',
    summary: `About ${perSecond(together)}: 100,000 catalogue pictures take ${duration100k(together)}`,
    details: [
      `decode ${perSecond(rates.decode!)}, cut out ${perSecond(rates.cutOut!)}, embed ${perSecond(rates.embed!)}, each alone`,
      `A drawn photo of ${PIXELS.width} x ${PIXELS.height}; the process has grown to ${megabytes(resident)} of ${megabytes(total)}.`,
    ],
    facts: { picturesASecond: { ...rates, together }, resident },
  };
}

/** Pictures a second of a step that says how many it did, as many at once as there are cores. */
async function rate(step: () => Promise<number>, milliseconds: number): Promise<number> {
  await step();
  const start = performance.now();
  let done = 0;
  const lane = async (): Promise<void> => {
    do done += await step();
    while (performance.now() - start < milliseconds);
  };
  await Promise.all(Array.from({ length: availableCores() }, lane));
  return (done / (performance.now() - start)) * 1000;
}

/** A JPEG with an object, edges and grain: a plain one would decode faster than any photo. */
async function drawPhoto(): Promise<Uint8Array> {
  const { width, height } = PIXELS;
  const grain = Buffer.alloc(width * height * 3);
  let seed = 1;
  for (let at = 0; at < grain.length; at++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    grain[at] = 118 + (seed >>> 28);
  }
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect y="${height * 0.7}" width="100%" height="30%" fill="#8a6d4b" opacity=".7"/><path d="M500 300h500q160 0 160 200t-160 200v260H500z" fill="#b3202a"/><circle cx="750" cy="560" r="130" fill="#f2d16b"/></svg>`;
  return sharp(grain, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(drawn) }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

const perSecond = (value: number): string =>
  `${value >= 10 ? Math.round(value) : value.toFixed(1)} pictures a second`;

function duration100k(together: number): string {
  const minutes = 100_000 / together / 60;
  return minutes < 90 ? `${Math.max(1, Math.round(minutes))} minutes` : `${(minutes / 60).toFixed(1)} hours`;
}
