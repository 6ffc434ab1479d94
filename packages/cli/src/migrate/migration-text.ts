import type {
  MigrationComparison,
  MigrationPlan,
  MigrationReport,
  Promotion,
} from '@imgsearch/core/migration';
import { metricNames, percent, points, verdict } from '../report/numbers.ts';
import { createTable } from '../report/table.ts';
import type { LabelledFigure } from './labelled-figures.ts';

const minutes = (milliseconds: number): string =>
  milliseconds < 90_000
    ? `${Math.ceil(milliseconds / 1000)} s`
    : `${Math.ceil(milliseconds / 60_000)} minutes`;

export function planText(plan: MigrationPlan): string {
  const { from, to, differences, records, vectorBytes, imagesPerSecond, timeLeft } = plan;
  const changes = Object.values(differences.differences)
    .flat()
    .map((change) => `  ${change.replace(' in the store', ' in the serving version')}\n`);
  const speed =
    imagesPerSecond === undefined || timeLeft === undefined
      ? ''
      : `About ${minutes(timeLeft)} at ${imagesPerSecond.toFixed(0)} pictures a second.\n`;
  return [
    `Version ${from.id} serves, with ${records.from} pictures.\n`,
    to ? `Version ${to.id} is being built, and has ${records.to} of them.\n` : 'No version was begun yet.\n',
    'The new models differ:\n',
    ...changes,
    `The new vectors take ${(vectorBytes / 2 ** 20).toFixed(1)} MB.\n`,
    speed,
  ].join('');
}

export function runText({
  version,
  indexed,
  updated,
  deleted,
  failed,
  differences,
  aborted,
}: MigrationReport): string {
  const { records, missing, content, metadata, extra } = differences;
  const left = missing + content + metadata + extra;
  if (aborted) return `Stopped; run it again to go on in version ${version.id}.\n`;
  return `Version ${version.id}: ${indexed} pictures indexed, ${updated} updated, ${deleted} removed, ${failed} failed.\n${
    left === 0
      ? `It holds the same ${records} pictures as the serving version.\n`
      : `Against the serving version's ${records} pictures: ${missing} missing, ${content} of other bytes, ${metadata} with other metadata, ${extra} more.\n`
  }Look at it with: imgsearch migrate compare\n`;
}

export function comparisonText(
  { queries, failed, overlapAt10, sameFirst, foundItself, time }: MigrationComparison,
  figures: readonly LabelledFigure[],
): string {
  const lines = [
    `${queries.length} queries to both versions: ${percent(overlapAt10)} % of the ten answers are the same, ${percent(sameFirst)} % of the first ones.\n`,
    `Median ${time.from.toFixed(0)} ms before, ${time.to.toFixed(0)} ms after.\n`,
  ];
  if (foundItself)
    lines.push(
      `Catalogue pictures that find their own product first: ${percent(foundItself.from)} % before, ${percent(foundItself.to)} % after.\n`,
    );
  if (figures.length > 0) {
    const table = createTable(['figure', 'before', 'after', 'difference, points (95 %)', 'p', '']);
    for (const { metric, from, to, comparison } of figures)
      table.push([
        metricNames[metric],
        percent(from),
        percent(to),
        points(comparison.difference),
        comparison.pValue.toFixed(3),
        verdict(comparison),
      ]);
    lines.push(`${table.toString()}\n`);
  }
  const worst = [...queries].sort((a, b) => a.overlap - b.overlap).slice(0, 5);
  if (worst.length > 0) {
    const table = createTable(['answered most otherwise', 'same', 'first before', 'first after']);
    for (const { id, overlap, from, to } of worst)
      table.push([id, `${percent(overlap)} %`, from[0]?.productId ?? '', to[0]?.productId ?? '']);
    lines.push(`${table.toString()}\n`);
  }
  for (const { id, error } of failed) lines.push(`${id}: ${error.message}\n`);
  return lines.join('');
}

export const promotionText = ({ promoted, previous }: Omit<Promotion, 'coverage'>, undo: string): string =>
  `Version ${promoted.id} is the one for whoever opens the store from now on; ${previous.id} is kept, and processes that search it go on.\n${undo}\n`;
