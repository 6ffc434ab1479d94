import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { matchProbability } from '../calibration/match-probability.ts';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { createMemoryStore } from '../store/create-memory-store.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluationRun, QueryOutcome } from './evaluation.ts';
import { fitCalibration } from './fit-calibration.ts';
import { fitPlatt } from './fit-platt.ts';

const { cases } = JSON.parse(
  readFileSync(new URL('../../golden/calibration.json', import.meta.url), 'utf8'),
) as {
  cases: {
    similarity: number[];
    lead: number[];
    right: boolean[];
    weights: [intercept: number, similarity: number, lead: number];
    probability: number[];
  }[];
};

it('fits what scikit-learn fits, also where one feature tells all', () => {
  for (const { similarity, lead, right, weights, probability } of cases) {
    const matches = right.map((each, at) => ({ similarity: similarity[at]!, lead: lead[at]!, right: each }));
    const model = fitPlatt(matches);
    const scale = Math.max(...weights.map(Math.abs));
    for (const [at, name] of (['intercept', 'similarity', 'lead'] as const).entries())
      expect(Math.abs(model[name] - weights[at]!) / scale).toBeLessThan(1e-3);
    matches.forEach((match, at) => {
      expect(matchProbability(model, match)).toBeCloseTo(probability[at]!, 4);
    });
  }
});

it('survives a feature that never changes', () => {
  const model = fitPlatt(
    [0.2, 0.4, 0.6, 0.8].map((similarity) => ({ similarity, lead: 0, right: similarity > 0.5 })),
  );
  expect(model.lead).toBe(0);
  expect(matchProbability(model, { similarity: 0.9, lead: 0 })).toBeGreaterThan(0.5);
});

/** Queries of a world whose odds are known; three pictures a group. */
function runOf(count: number, seed: number): EvaluationRun {
  const random = seededRandom(seed);
  const queries = Array.from({ length: count }, (_, at): QueryOutcome => {
    const similarity = 0.3 + 0.7 * random();
    const lead = 0.2 * random();
    const right = random() < 1 / (1 + Math.exp(-(-6 + 8 * similarity + 10 * lead)));
    const answer = { id: 'a', label: 'l', right, similarity };
    return {
      ...{ id: `${at}`, label: 'l', group: `${Math.floor(at / 3)}`, relevant: 1, timings: {} },
      background: { removed: false },
      answers: [answer, { ...answer, similarity: similarity - lead, right: false }],
    };
  });
  const fingerprint = { space: 's', category: 'c', settings: 't' };
  return { mode: 'auto', fingerprint, queries, catalogue: { indexed: count, failed: [] } };
}

it('finds the odds of a world where they are known, and says how good it is on what it did not see', () => {
  const { figures, ...model } = fitCalibration(runOf(6000, 3), { threshold: 0.7 });
  expect(model).toMatchObject({ format: 'imgsearch-calibration-1', space: 's', threshold: 0.7 });
  expect(model.similarity).toBeGreaterThan(7);
  expect(model.similarity).toBeLessThan(9);
  expect(model.lead).toBeGreaterThan(8);
  expect(model.lead).toBeLessThan(12);
  expect(figures.queries).toBe(6000);
  expect(figures.expectedCalibrationError).toBeLessThan(0.03);
  expect(figures.brierScore).toBeLessThan(figures.right * (1 - figures.right));
  // In a fresh world of the same kind, what is called confident is right at least as often as the threshold says.
  const fresh = runOf(6000, 4).queries.map(({ answers: [first, second] }) => ({
    right: first!.right,
    probability: matchProbability(model, {
      similarity: first!.similarity,
      lead: first!.similarity - second!.similarity,
    }),
  }));
  const confident = fresh.filter(({ probability }) => probability >= 0.7);
  const rightOf = (all: typeof fresh): number => all.filter(({ right }) => right).length / all.length;
  expect(rightOf(confident)).toBeGreaterThan(0.75);
  expect(Math.abs(rightOf(confident) - figures.rightWhenConfident)).toBeLessThan(0.03);
  expect(Math.abs(confident.length / fresh.length - figures.confident)).toBeLessThan(0.03);
  expect(figures.wrongAvoided).toBeGreaterThan(0.5);
  expect(figures.rightLost).toBeLessThan(0.5);
});

it('refuses what teaches nothing', () => {
  const run = runOf(300, 3);
  const right = run.queries.filter(({ answers }) => answers[0]!.right);
  for (const [wrong, said] of [
    [{ ...run, queries: run.queries.slice(0, 19) }, [/19 of which/, /more queries/]],
    [{ ...run, queries: right }, [/some right and some wrong/, /not in the catalogue/]],
    [{ ...run, fingerprint: undefined }, [/fingerprint/, /Evaluate again/]],
  ] as const)
    expect(() => fitCalibration(wrong)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringMatching(said[0]),
        hint: expect.stringMatching(said[1]),
      }) as Error,
    );
  expect(() => fitCalibration(run, { threshold: 2 })).toThrow(/threshold/);
});

it('learns what is no match from queries for what the catalogue does not have', () => {
  const known = runOf(600, 3);
  const strangers = runOf(600, 5).queries.map((query) => ({
    ...query,
    id: `stranger ${query.id}`,
    group: `stranger ${query.group}`,
    answers: query.answers.map((answer) => ({ ...answer, right: false })),
  }));
  const trusting = fitCalibration(known);
  const wary = fitCalibration({ ...known, strangers });
  expect(wary.figures.queries).toBe(1200);
  expect(wary.figures.right).toBeCloseTo(trusting.figures.right / 2, 6);
  const seen = { similarity: 0.7, lead: 0.1 };
  expect(matchProbability(wary, seen)).toBeLessThan(matchProbability(trusting, seen) - 0.1);
  // All of the known ones are right: strangers alone teach it.
  const right = known.queries.filter(({ answers }) => answers[0]!.right);
  expect(fitCalibration({ ...known, queries: right, strangers }).figures.right).toBeLessThan(1);
});

it('is taken by the pipeline that was evaluated', async () => {
  const create = () => createImageSearchPipeline({ ...fakeParts(), store: createMemoryStore() });
  const images = Array.from({ length: 39 }, (_, at) => ({
    id: `${at}`,
    source: photoOf(at, at),
    // Every third label is wrong on purpose.
    label: at % 3 === 0 ? `odd ${at % 2}` : `leaf ${at % 13}`,
  }));
  const [run] = await evaluate(images, { createPipeline: create, modes: ['auto'], category: false });
  const calibration = JSON.parse(JSON.stringify(fitCalibration(run!)));
  const pipeline = createImageSearchPipeline({ ...fakeParts(), calibration });
  await pipeline.index(images.map(({ id, source }) => ({ id, images: [source] })));
  const { confidence } = await pipeline.search({ image: photoOf(4, 4) });
  expect(confidence!.probability).toBeGreaterThan(0);
  expect(confidence!.probability).toBeLessThan(1);
});
