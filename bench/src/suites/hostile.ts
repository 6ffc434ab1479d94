import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type HostileRow, putCorpus, putMutations } from '../../../packages/http/test/hostile/fuzz.ts';
import { countOutcomes, type Outcome } from '../../../packages/http/test/hostile/put-to-server.ts';
import { startHostileServer } from '../../../packages/http/test/hostile/start-hostile-server.ts';
import { startJudge } from '../../../packages/http/test/hostile/start-judge.ts';
import { hashOf, resultsFolder, root, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';

export const configuration = { mutations: 5000, seed: 20_261_125 };

const OUTCOMES: readonly Outcome[] = [
  'agrees',
  'refused',
  'not-decoded',
  'tolerated',
  'stricter',
  'laxer',
  'differs',
  'failed',
];

function toTable(rows: readonly HostileRow[]): string {
  const lines = Object.entries(countOutcomes(rows))
    .sort()
    .map(([kind, row]) => `| ${kind} | ${OUTCOMES.map((outcome) => row[outcome] ?? 0).join(' | ')} |`);
  return [`| kind | ${OUTCOMES.join(' | ')} |`, `| --- |${' ---: |'.repeat(OUTCOMES.length)}`, ...lines].join(
    '\n',
  );
}

const share = (rows: readonly HostileRow[], wanted: readonly Outcome[]): number =>
  rows.filter(({ outcome }) => wanted.includes(outcome)).length / rows.length;

/** Hostile files and mutations of good ones, through HTTP, with Pillow as the judge. */
export async function hostile(): Promise<void> {
  const corpus = path.join(process.env.IMGSEARCH_DATA ?? path.join(root, '../shared/data'), 'hostile');
  const folder = await mkdtemp(path.join(tmpdir(), 'imgsearch-hostile-'));
  const server = await startHostileServer();
  let restarts = 0;
  server.child.once('exit', () => {
    restarts++;
  });
  const judge = startJudge();
  const rest = server.memory();
  const run = { url: server.url, judge, corpus, folder };
  const files = await putCorpus(run);
  const mutations = await putMutations(run, configuration.mutations, configuration.seed);
  const peak = server.memory();
  const ended = restarts;
  server.close();
  judge.close();
  await rm(folder, { recursive: true, force: true });
  const all = [...files, ...mutations];
  const one = (value: number, unit: string): Figure => figure([value], unit);
  const odd: readonly Outcome[] = ['stricter', 'laxer', 'differs'];
  await writeResult({
    suite: 'hostile',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures: {
      'files.count': one(files.length, 'files'),
      failed: one(all.filter(({ outcome }) => outcome === 'failed').length, 'files'),
      'process.ends': one(ended, 'times'),
      'mutations.known-format': one(
        mutations.filter(({ format }) => format).length / mutations.length,
        'share',
      ),
      'mutations.of-two-minds': one(share(mutations, odd), 'share'),
      'mutations.differs': one(share(mutations, ['differs']), 'share'),
      slowest: one(Math.max(...all.map(({ milliseconds }) => milliseconds)), 'ms'),
      ...(rest && peak && { 'memory.above-rest': one(peak.peak - rest.now, 'MB') }),
    },
    notes: [
      'POST /analyze with background removal off, one at a time, to a server in a process of its own; Pillow judges in another.',
      'The table by kind of file: hostile.md.',
    ],
  });
  const strange = files.filter(({ outcome }) => odd.includes(outcome));
  const text = `# Hostile pictures, through HTTP

\`npm run bench -- hostile\` wrote this: every file of the hostile corpus, and ${configuration.mutations} mutations of its good files (seed
${configuration.seed}), sent to a server in a process of its own. Pillow in another process says what should come of each.

| outcome | means |
| --- | --- |
| agrees | Pillow reads it, and our raster is at most 3 levels from Pillow's in the mean (colours of CMYK without a profile are not compared: nobody defines them) |
| refused | Pillow cannot read it either, not even told to put up with damage, or only then: 4xx with a code |
| not-decoded | Pillow reads it, but its format is not on the list: 415 |
| tolerated | Pillow reads it only when told to put up with damage; here it became a raster |
| stricter | Pillow reads it, here it is refused: 4xx with a code |
| laxer | Pillow cannot read it, here it became a raster |
| differs | both read it, and see something else |
| failed | 5xx, no code, or more than 10 s |

## Files, by extension

${toTable(files)}

Of two minds: ${strange.map(({ name, outcome }) => `\`${name}\` (${outcome})`).join(', ')}. AVIF is newer than the Pillow that judges.

## Mutations, by the format of the good file

${toTable(mutations)}
`;
  await mkdir(resultsFolder, { recursive: true });
  await writeFile(path.join(resultsFolder, 'hostile.md'), text);
}
