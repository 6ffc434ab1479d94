import { writeFile } from 'node:fs/promises';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import type { Components } from '../../components.ts';
import type { LabelledFile } from '../../input/labelled-file.ts';
import { modeNames } from '../../progress.ts';
import type { EvaluationFile } from '../../result-file.ts';
import { similarityHistogram } from './charts.ts';
import { classificationSection } from './classification-section.ts';
import { escapeHtml } from './escape-html.ts';
import { failureStrips } from './failure-strips.ts';
import { categoryTable, figuresTable, timesTable } from './figures-table.ts';
import { style } from './style.ts';

/** One file without a reference to another: tables, failures as pictures, charts. */
export async function writeHtmlReport(
  target: string,
  file: EvaluationFile,
  images: readonly LabelledFile[],
  components: Components,
  signal: AbortSignal,
): Promise<void> {
  // Failures and charts are those of the mode that a service would run.
  const run = file.runs.find(({ mode }) => mode === 'auto') ?? file.runs.at(-1);
  if (run === undefined) return;
  const figures = file.figures.find(({ mode }) => mode === run.mode);
  const pipeline = createImageSearchPipeline({ ...components.parts, store: createMemoryStore() });
  const failures = await failureStrips(run, images, pipeline, signal);
  await pipeline.close();
  const models = Object.entries(file.models)
    .map(
      ([role, { id, fingerprint }]) =>
        `${role}: ${escapeHtml(id)} <small>${escapeHtml(fingerprint.slice(0, 12))}</small>`,
    )
    .join(' · ');
  const narrowed =
    file.category === 'narrowed' ? 'narrowed to the category' : 'without narrowing to the category';
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(file.data)}: how good are the answers?</title><style>${style}</style></head><body><main>
<h1>${escapeHtml(file.data)}: how good are the answers?</h1>
<p class="soft">${file.date.slice(0, 10)} · ${run.queries.length} queries, ${run.catalogue.indexed} pictures in the catalogue, ${narrowed}<br>${models}</p>
${figuresTable(file)}
${failures}
<section><h2>Does similarity tell right from wrong?</h2><p class="soft">Background removal ${modeNames[run.mode]}.<span class="key" style="background:var(--right)"></span>right<span class="key" style="background:var(--wrong)"></span>wrong</p>${similarityHistogram(run)}</section>
${categoryTable(file)}
${classificationSection(figures?.classification)}
${timesTable(file)}
</main></body></html>
`;
  await writeFile(target, page);
}
