import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom, seedOf } from '../drawing/random.ts';
import { categories } from '../families/family.ts';
import { trainingFamilies } from '../families/training/index.ts';
import { forEachParallel } from '../parallel.ts';
import { renderProduct, type View } from '../photo/render-product.ts';
import { trainingSeeds } from './training-seeds.ts';

export interface TrainingSetOptions {
  /** Receives `*.png` and `labels.csv`; made if absent. */
  directory: string;
  /** Products a category, default 90. */
  products?: number | undefined;
  /** Pictures a product, default 4. */
  views?: number | undefined;
  /** Longest side in pixels, margin of 6 included; default 384. */
  longest?: number | undefined;
  onProgress?: ((progress: { done: number; total: number; phase: 'training' }) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Six products under one seed: some share a shape, some a paint, some only the main colour (paints 0 and 2, 3 and 5),
 * so that a model must look at more than the colour and more than the outline.
 */
const siblings = [
  [0, 0],
  [0, 2],
  [1, 0],
  [1, 3],
  [2, 3],
  [2, 5],
] as const;

/** Writes RGBA cut-outs of the training families, and what each shows, as CSV: file,category,family,product,view. */
export async function renderTrainingSet(
  options: TrainingSetOptions,
): Promise<{ labelsFile: string; pictures: number }> {
  const { directory, products = 90, views = 4, longest = 384 } = options;
  const { default: sharp } = await import('sharp');
  await mkdir(directory, { recursive: true });
  const jobs = categories.flatMap((category) => {
    const families = trainingFamilies.filter((family) => family.category === category);
    return Array.from({ length: products * views }, (_, index) => {
      const number = Math.floor(index / views);
      const family = families[number % families.length]!;
      const turn = Math.floor(number / families.length);
      const product = `${category}-${String(number).padStart(3, '0')}`;
      return { category, family, turn, product, view: index % views };
    });
  });
  let done = 0;
  await forEachParallel(jobs, 4, async ({ family, turn, product, view }) => {
    options.signal?.throwIfAborted();
    const seed =
      trainingSeeds.first + (Math.floor(turn / siblings.length) % (trainingSeeds.last - trainingSeeds.first));
    const [shape, paint] = siblings[turn % siblings.length]!;
    const image = await renderProduct(
      { family, seed, shape, paint },
      trainingView(product, view),
      longest,
      6,
    );
    await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 4 } })
      .png({ compressionLevel: 6 })
      .toFile(join(directory, `${product}-${view}.png`));
    done += 1;
    options.onProgress?.({ done, total: jobs.length, phase: 'training' });
  });
  const rows = jobs.map(
    ({ category, family, product, view }) =>
      `${product}-${view}.png,${category},${family.id},${product},${view}`,
  );
  const labelsFile = join(directory, 'labels.csv');
  await writeFile(labelsFile, `file,category,family,product,view\n${rows.join('\n')}\n`);
  return { labelsFile, pictures: jobs.length };
}

/** The first view is straight on; the others turn a little and change the light. */
function trainingView(product: string, view: number): View {
  const random = createRandom(seedOf('training-view', product, view));
  const turned = view === 0 ? 0 : 1;
  return {
    roll: random.range(-16, 16) * turned,
    yaw: random.range(-28, 28) * turned,
    pitch: random.range(-20, 20) * turned,
    light: { side: random.chance(0.5) ? -1 : 1, strength: random.range(0.7, 1.35) },
  };
}
