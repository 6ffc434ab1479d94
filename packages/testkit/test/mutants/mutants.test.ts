import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  backgroundRemoverSuite,
  checkpointSuite,
  classifierSuite,
  embedderSuite,
  imageProcessorSuite,
  type Suite,
  vectorStoreSuite,
} from '../../src/index.ts';
import { checkpointMutants } from '../checkpoint/checkpoint-mutants.ts';
import { referenceAdapter as referenceCheckpoints } from '../checkpoint/reference-adapter.ts';
import { fakePictures } from '../models/known-pictures.ts';
import { classifierMutants, embedderMutants, removerMutants } from '../models/model-mutants.ts';
import { processorMutants } from '../models/processor-mutants.ts';
import { referenceAdapter } from '../reference/reference-adapter.ts';
import { storeMutants } from './index.ts';
import { killTable, readKillTable } from './kill-table.ts';
import { type Findings, runMutants } from './run-mutants.ts';

const file = new URL('../../../../docs/results/testkit-mutants.md', import.meta.url);
const update = process.env.UPDATE_RESULTS !== undefined;
const settings = { seed: 1, size: 300, runs: 20 };
const shown = existsSync(file) ? readKillTable(readFileSync(file, 'utf8')) : new Map<string, string[]>();

/** All cases where the table is written anew, and those of its rows otherwise. */
function narrowed<Context>(suite: Suite<Context>, mutant: string): Suite<Context> {
  const rows = shown.get(mutant) ?? [];
  return update ? suite : { ...suite, cases: suite.cases.filter(({ name }) => rows.includes(name)) };
}

/** Races are not lost on every run, least of all on a busy machine: what a row promises may take four tries. */
async function findAgain<M extends Named, Context>(
  mutants: readonly M[],
  suiteOf: (mutant: M) => Suite<Context>,
): Promise<Findings> {
  const { caughtBy: first, crashed } = await runMutants(mutants, suiteOf);
  const caughtBy = new Map(first);
  for (let again = 0; again < 3; again++) {
    const missed = mutants.filter(({ name }) =>
      (shown.get(name) ?? []).some((one) => !caughtBy.get(name)?.includes(one)),
    );
    if (missed.length === 0) break;
    const more = await runMutants(missed, suiteOf);
    for (const [name, by] of more.caughtBy)
      caughtBy.set(name, [...new Set([...(caughtBy.get(name) ?? []), ...by])]);
  }
  return { caughtBy, crashed };
}

interface Named {
  readonly name: string;
  readonly group: string;
}
interface Kind {
  readonly title: string;
  readonly mutants: readonly Named[];
  readonly cases: readonly string[];
  run(): Promise<Findings>;
}

interface Named {
  readonly name: string;
  readonly group: string;
}

/** Mutants of one contract, with how to run them. Names are told apart by their contract. */
function kind<M extends Named, Context>(
  title: string,
  all: readonly M[],
  suiteOf: (mutant: M) => Suite<Context>,
): Kind {
  const mutants = all.map((mutant) => ({
    ...mutant,
    name: title === 'Vector store' ? mutant.name : `${title}: ${mutant.name}`,
  }));
  const cases = suiteOf(mutants[0]!).cases.map(({ name }) => name);
  return {
    title,
    mutants: mutants as readonly Named[],
    cases,
    run: () => findAgain(mutants, (mutant) => narrowed(suiteOf(mutant), mutant.name)),
  };
}

const kinds = [
  kind('Vector store', storeMutants, ({ wrap }) =>
    vectorStoreSuite({ ...referenceAdapter(wrap), ...settings }),
  ),
  kind('Embedder', embedderMutants, ({ create }) => embedderSuite({ create })),
  kind('Background remover', removerMutants, ({ create }) => backgroundRemoverSuite({ create })),
  kind('Classifier', classifierMutants, ({ create }) => classifierSuite({ create })),
  kind('Image processor', processorMutants, ({ create }) =>
    imageProcessorSuite({ create, pictures: fakePictures, tolerance: 0, seed: 1 }),
  ),
  kind('Checkpoint', checkpointMutants, ({ wrap }) =>
    checkpointSuite({ ...referenceCheckpoints(wrap), seed: 1 }),
  ),
];

describe.each(kinds)('mutants: $title', ({ title, mutants, cases, run }) => {
  let findings: Findings;
  beforeAll(async () => {
    findings = await run();
    found.push({ title, mutants, cases, caughtBy: findings.caughtBy });
    if (update) writeFileSync(file, killTable(found));
  }, 600_000);

  it('there are two or more in every group', () => {
    for (const [group, all] of Map.groupBy(mutants, (mutant) => mutant.group))
      expect(all.length, group).toBeGreaterThanOrEqual(2);
  });

  it('each is red by a named assertion, not by a crash or a time-out', () => {
    const survivors = [...findings.caughtBy].filter(([, by]) => by.length === 0).map(([name]) => name);
    expect(survivors, 'no case catches it, or it has no row: UPDATE_RESULTS=1 writes the table').toEqual([]);
    expect(findings.crashed).toEqual([]);
  });

  it('every case catches one at least', () => {
    const busy = new Set([...findings.caughtBy.values()].flat());
    expect(cases.filter((name) => !busy.has(name))).toEqual([]);
  });

  it.skipIf(update)('what the table says of them is so', () => {
    const wrong = mutants.flatMap(({ name }) =>
      (shown.get(name) ?? [])
        .filter((one) => !findings.caughtBy.get(name)!.includes(one))
        .map((one) => `${name}: ${one}`),
    );
    expect(wrong, 'rows that are not true').toEqual([]);
  });
});

const found: Parameters<typeof killTable>[0][number][] = [];

it.skipIf(update)('the table has nothing that is no longer there', () => {
  const known = kinds.flatMap(({ mutants }) => mutants.map(({ name }) => name));
  expect([...shown.keys()]).toEqual(known);
});
