import sharp from 'sharp';
import { photoOf, type Score, tally } from './measure-top-5.ts';
import type { QualitySet } from './sets.ts';

const BINS = 8;

/** Unit-length 8x8x8 RGB histogram of the picture at 64 px. */
async function histogram(picture: string | Uint8Array): Promise<Float32Array> {
  const pixels = await sharp(picture)
    .rotate()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .resize(64, 64, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const counts = new Float32Array(BINS ** 3);
  for (let i = 0; i < pixels.length; i += 3) {
    counts[((pixels[i]! >> 5) * BINS + (pixels[i + 1]! >> 5)) * BINS + (pixels[i + 2]! >> 5)]!++;
  }
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}

/** The baseline that any model must beat: nearest colour histogram, the query at its best framing. */
export async function colourHistogramTop5(set: QualitySet): Promise<Score[]> {
  const base = await Promise.all(set.catalogue.map(({ file }) => histogram(file)));
  const right: boolean[] = [];
  for (const [i, query] of set.queries.entries()) {
    const photo = query.framing ? await photoOf(query, 'histogram') : query.file;
    const wanted = await histogram(photo as string | Uint8Array);
    const nearest = base
      .map((row, at) => ({ at, similarity: row.reduce((sum, value, bin) => sum + value * wanted[bin]!, 0) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 5);
    right[i] = nearest.some(({ at }) => set.catalogue[at]!.label === query.label);
  }
  return tally(set.queries, right);
}
