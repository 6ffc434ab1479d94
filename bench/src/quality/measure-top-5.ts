import type { ImageSource } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import sharp from 'sharp';
import { starterPipeline } from '../lib/starter-pipeline.ts';
import type { Framing, QualitySet, QueryItem } from './sets.ts';

export type Mode = 'off' | 'always' | 'auto';
export interface Score {
  readonly group: string;
  readonly right: number;
  readonly total: number;
}

/** The query photo cut to the product with a tenth of room, as a careful shopper would frame it. */
async function framed(file: string, box: Framing): Promise<Uint8Array> {
  const { width = 0, height = 0 } = await sharp(file).metadata();
  const room = 0.1 * Math.max(box.width, box.height);
  const left = Math.max(0, Math.floor(box.left - room));
  const top = Math.max(0, Math.floor(box.top - room));
  const right = Math.min(width, Math.ceil(box.left + box.width + room));
  const bottom = Math.min(height, Math.ceil(box.top + box.height + room));
  return sharp(file)
    .extract({ left, top, width: right - left, height: bottom - top })
    .png()
    .toBuffer();
}

export const photoOf = (query: QueryItem, mode: Mode | 'histogram'): Promise<Uint8Array> | ImageSource =>
  query.framing && (mode === 'off' || mode === 'histogram')
    ? framed(query.file, query.framing)
    : fromFile(query.file);

/** Counts by group, in the order in which groups first appear. */
export function tally(queries: readonly QueryItem[], right: readonly boolean[]): Score[] {
  const scores = new Map<string, { right: number; total: number }>();
  queries.forEach(({ groups }, i) => {
    for (const group of groups) {
      const score = scores.get(group) ?? { right: 0, total: 0 };
      score.total++;
      if (right[i]) score.right++;
      scores.set(group, score);
    }
  });
  return [...scores].map(([group, score]) => ({ group, ...score }));
}

/** Catalogue and queries through the product's own pipeline, background removal in the given mode on both sides. */
export async function measureTop5(set: QualitySet, mode: Mode): Promise<Score[]> {
  const { pipeline, close } = await starterPipeline({
    fields: { label: 'keyword' },
    policies: { backgroundRemoval: mode },
  });
  const report = await pipeline.index(
    set.catalogue.map(({ id, file, label, category }) => ({
      id,
      images: [fromFile(file)],
      category,
      metadata: { label },
    })),
  );
  if (report.failed > 0)
    process.stderr.write(
      `  ${report.failed} catalogue pictures failed: ${report.failures[0]?.error.message}\n`,
    );
  const right: boolean[] = [];
  const waiting = set.queries.entries();
  const searcher = async (): Promise<void> => {
    for (const [i, query] of waiting) {
      const { matches } = await pipeline.search({ image: await photoOf(query, mode), limit: 5 });
      right[i] = matches.some(({ metadata }) => metadata.label === query.label);
    }
  };
  await Promise.all(Array.from({ length: 8 }, searcher));
  await close();
  return tally(set.queries, right);
}
