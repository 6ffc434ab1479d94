import type { EvaluationRun, ReliabilityBin } from '@imgsearch/core/evaluation';

const [WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP] = [460, 250, 36, 20, 34, 10] as const;
const x = (share: number): number => LEFT + share * (WIDTH - LEFT - RIGHT);
const y = (share: number): number => HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);

function frame(content: string, across: string, labels: readonly [number, string][]): string {
  const marks = labels
    .map(([share, text]) => `<text x="${x(share)}" y="${HEIGHT - 19}" text-anchor="middle">${text}</text>`)
    .join('');
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><line x1="${LEFT}" y1="${y(0)}" x2="${x(1)}" y2="${y(0)}" stroke="var(--line)"/>${content}${marks}<text x="${x(0.5)}" y="${HEIGHT - 4}" text-anchor="middle">${across}</text></svg>`;
}

const quarters = (from: number, to: number): [number, string][] =>
  [0, 0.25, 0.5, 0.75, 1].map((share) => [share, (from + share * (to - from)).toFixed(2)]);

/** Similarities of right and of wrong first five answers, as shares of each kind, over one another. */
export function similarityHistogram(run: EvaluationRun, bins = 32): string {
  const answers = run.queries.flatMap((query) => query.answers.slice(0, 5));
  if (answers.length === 0) return '';
  const lowest = answers.reduce((low, { similarity }) => Math.min(low, similarity), 1);
  const from = Math.min(0.9, Math.floor(lowest * 10) / 10);
  const counts = { right: new Array<number>(bins).fill(0), wrong: new Array<number>(bins).fill(0) };
  for (const { similarity, right } of answers) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((similarity - from) / (1 - from)) * bins)));
    counts[right ? 'right' : 'wrong'][bin]!++;
  }
  const total = { right: sum(counts.right), wrong: sum(counts.wrong) };
  const share = (kind: 'right' | 'wrong', bin: number): number =>
    counts[kind][bin]! / Math.max(1, total[kind]);
  const highest = Math.max(
    ...counts.right.map((_, bin) => Math.max(share('right', bin), share('wrong', bin))),
  );
  const bars = (kind: 'right' | 'wrong'): string =>
    counts[kind]
      .map((_, bin) => {
        const top = y(share(kind, bin) / highest);
        return `<rect x="${x(bin / bins)}" y="${top}" width="${(WIDTH - LEFT - RIGHT) / bins - 1}" height="${y(0) - top}" fill="var(--${kind})" opacity=".55"/>`;
      })
      .join('');
  return frame(
    bars('wrong') + bars('right'),
    'cosine similarity of the first five answers',
    quarters(from, 1),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Accuracy over confidence; on the diagonal a classifier is as right as it says. */
export function reliabilityDiagram(bins: readonly ReliabilityBin[], threshold: number): string {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const bars = bins
    .filter(({ count }) => count > 0)
    .map(
      ({ from, to, accuracy, count }) =>
        `<rect x="${x(from) + 1}" y="${y(accuracy)}" width="${x(to) - x(from) - 2}" height="${y(0) - y(accuracy)}" fill="var(--accent)" opacity="${0.25 + 0.75 * Math.sqrt(count / most)}"><title>${count} queries, ${(100 * accuracy).toFixed(0)} % right</title></rect>`,
    )
    .join('');
  const diagonal = `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="var(--soft)" stroke-dasharray="4 4"/>`;
  const cut = `<line x1="${x(threshold)}" y1="${y(0)}" x2="${x(threshold)}" y2="${y(1)}" stroke="var(--wrong)"/>`;
  const up = [0, 0.5, 1]
    .map((share) => `<text x="${LEFT - 6}" y="${y(share) + 4}" text-anchor="end">${share}</text>`)
    .join('');
  return frame(bars + diagonal + cut + up, 'confidence', quarters(0, 1));
}
