import type { ImageSearchPipeline } from '@imgsearch/core';
import { type EvaluationRun, type QueryOutcome, queryMetrics } from '@imgsearch/core/evaluation';
import sharp from 'sharp';
import type { LabelledFile } from '../../input/labelled-file.ts';
import { modeNames } from '../../progress.ts';
import { escapeHtml } from './escape-html.ts';

const MOST = 24;

/** A small picture inside the page; nothing where the file cannot be read. */
async function thumbnail(source: string | Uint8Array): Promise<string | undefined> {
  try {
    const bytes = await sharp(source)
      .rotate()
      .resize(192, 192, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 72 })
      .toBuffer();
    return `data:image/webp;base64,${bytes.toString('base64')}`;
  } catch {
    return undefined;
  }
}

async function figure(source: string | Uint8Array | undefined, caption: string, kind = ''): Promise<string> {
  const picture = source === undefined ? undefined : await thumbnail(source);
  const shown = picture ? `<img src="${picture}" alt="">` : '<div class="none">no picture</div>';
  return `<figure class="${kind}">${shown}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** Surest wrong first: queries without their label among the first five, by the similarity of the first answer. */
function worstFailures(run: EvaluationRun): QueryOutcome[] {
  return run.queries
    .filter((query) => query.error === undefined && queryMetrics.top5Accuracy(query) === 0)
    .sort((a, b) => (b.answers[0]?.similarity ?? 0) - (a.answers[0]?.similarity ?? 0));
}

/** Query, cut-out, what came back, and what should have. */
export async function failureStrips(
  run: EvaluationRun,
  images: readonly LabelledFile[],
  pipeline: ImageSearchPipeline,
  signal: AbortSignal,
): Promise<string> {
  const byId = new Map(images.map((image) => [image.id, image]));
  const failures = worstFailures(run);
  const strips: string[] = [];
  for (const query of failures.slice(0, MOST)) {
    const own = byId.get(query.id);
    if (own === undefined) continue;
    const { pictures, background } = await pipeline.analyze(
      { image: own.source, backgroundRemoval: run.mode },
      { signal },
    );
    const late = query.answers.find(({ right }) => right);
    const wanted =
      byId.get(late?.id ?? '') ??
      images.find(
        (image) =>
          image !== own &&
          image.split !== 'query' &&
          (own.productId === undefined ? image.label === own.label : image.productId === own.productId),
      );
    const answers = query.answers
      .slice(0, 5)
      .map(({ id, label, similarity, right }) =>
        figure(byId.get(id)?.file, `${label} ${similarity.toFixed(2)}`, right ? 'right' : 'wrong'),
      );
    while (answers.length < 5) answers.push(Promise.resolve('<div></div>'));
    const cutOut = background.removed ? 'cut out' : `not cut out: ${background.reason}`;
    const parts = [
      await figure(own.file, query.label),
      await figure(pictures.cutOut, cutOut, 'checked'),
      '<div class="arrow">→</div>',
      ...(await Promise.all(answers)),
      '<div class="arrow">≠</div>',
      await figure(wanted?.file, query.label, 'right'),
    ];
    strips.push(`<div class="strip">${parts.join('')}</div>`);
  }
  if (strips.length === 0) return '';
  const heads =
    '<div class="strip heads"><div>query</div><div>its object</div><div></div><div>came back</div><div></div><div></div><div></div><div></div><div></div><div>expected</div></div>';
  return `<section><h2>The worst failures</h2><p class="soft">${strips.length} of ${failures.length} queries without a right label among the first five, background removal ${modeNames[run.mode]}, the surest wrong first.</p><div class="scroll">${heads}${strips.join('')}</div></section>`;
}
