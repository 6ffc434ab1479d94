import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCentroidClassifier } from './create-centroid-classifier.ts';
import type { LinearClassifier } from './create-linear-classifier.ts';
import { fitLogisticClassifier } from './fit-logistic-classifier.ts';
import { fitTemperature } from './fit-temperature.ts';
import type { LabelledVector } from './labelled-vector.ts';
import type { HeldOutFigures } from './linear-head.ts';
import { softmax } from './softmax.ts';

interface Cloud {
  x: number[][];
  y: number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/classifiers.json', import.meta.url), 'utf8'),
) as Cloud & {
  apart: number[][];
  truth: number[];
  asked: number[][];
  fits: {
    penalty: number;
    weights: number[][];
    probabilities: number[][];
    apartScores: number[][];
    scaledProbabilities: number[][];
    temperature: number;
    heldOut: HeldOutFigures;
    smoothedProbabilities: number[][];
  }[];
  binary: { penalty: number; probabilities: number[][] };
  sparse: Cloud & { penalty: number; weights: number[][] };
  crossed: Cloud & {
    groups: string[];
    chosen: { penalty: number; temperature: number; heldOut: HeldOutFigures };
    probabilities: number[][];
  };
  centroid: Cloud & { temperature: number; heldOut: HeldOutFigures; probabilities: number[][] };
};
const embedder = {
  info: { id: 'test', fingerprint: 'test-1', dimensions: golden.x[0]!.length, maxBatchSize: 8 },
};
const label = (x: number[][], y: number[], groups?: string[]): LabelledVector[] =>
  x.map((row, i) => ({ vector: Float32Array.from(row), category: `c${y[i]}`, group: groups?.[i] }));
const examples = label(golden.x, golden.y);
const calibration = label(golden.apart, golden.truth);
const askedOf = async (classifier: LinearClassifier): Promise<number[][]> =>
  (await classifier.classify(golden.asked.map((row) => Float32Array.from(row)))).map(({ probabilities }) => [
    ...probabilities,
  ]);

function expectClose(got: readonly (readonly number[])[], expected: number[][], tolerance: number): void {
  expect(got.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const far = got.flatMap((row, i) => row.map((value, j) => Math.abs(value - expected[i]![j]!)));
  expect(Math.max(...far)).toBeLessThan(tolerance);
}

describe.each(golden.fits)('a penalty of $penalty', (fit) => {
  it("has scikit-learn's weights and held-out figures", async () => {
    const classifier = await fitLogisticClassifier({
      examples,
      embedder,
      calibration,
      penalty: fit.penalty,
    });
    const { weights, temperature, heldOut } = classifier.toJSON();
    expectClose(weights, fit.weights, 3e-3);
    expect(temperature / fit.temperature).toBeCloseTo(1, 2);
    expect(heldOut).toMatchObject({ examples: 40, accuracy: fit.heldOut.accuracy });
    expect(heldOut!.logLoss).toBeCloseTo(fit.heldOut.logLoss, 3);
    expectClose(await askedOf(classifier), fit.smoothedProbabilities, 2e-3);
  });

  it("has scikit-learn's temperature where the truth counts in full", () => {
    const scored = fit.apartScores.map((scores, i) => ({ scores, truth: golden.truth[i]! }));
    const { temperature } = fitTemperature(scored, { smoothed: false });
    // Its own scores, but for a number that they share, are the logarithms of its probabilities.
    const scaled = fit.probabilities.map((row) => [...softmax(row.map(Math.log), 1 / temperature)]);
    expectClose(scaled, fit.scaledProbabilities, 1e-6);
  });
});

it('tells two categories as scikit-learn does', async () => {
  const { penalty, probabilities } = golden.binary;
  const pair = examples.filter(({ category }) => category === 'c0' || category === 'c1');
  const head = (await fitLogisticClassifier({ examples: pair, embedder, penalty })).toJSON();
  const scores = golden.asked.map((row) =>
    head.weights.map((weights, at) => row.reduce((sum, x, i) => sum + x * weights[i]!, head.biases[at]!)),
  );
  expectClose(
    scores.map((row) => [...softmax(row)]),
    probabilities,
    1e-3,
  );
});

it('has the weights of scikit-learn where vectors are fewer than their numbers', async () => {
  const { x, y, penalty, weights } = golden.sparse;
  const classifier = await fitLogisticClassifier({ examples: label(x, y), embedder, penalty });
  expectClose(classifier.toJSON().weights, weights, 1e-3);
});

it('chooses penalty and temperature by groups held out in turn, as scikit-learn', async () => {
  const { x, y, groups, chosen, probabilities } = golden.crossed;
  const classifier = await fitLogisticClassifier({ examples: label(x, y, groups), embedder });
  const { temperature, heldOut } = classifier.toJSON();
  expect(temperature / chosen.temperature).toBeCloseTo(1, 2);
  expect(heldOut).toMatchObject({ examples: 30, accuracy: chosen.heldOut.accuracy });
  expect(heldOut!.logLoss).toBeCloseTo(chosen.heldOut.logLoss, 3);
  expectClose(await askedOf(classifier), probabilities, 2e-3);
});

it("has the nearest centroids of scikit-learn, and SciPy's temperature for them", async () => {
  const { x, y, temperature, heldOut, probabilities } = golden.centroid;
  const classifier = createCentroidClassifier({ examples: label(x, y), embedder });
  const head = classifier.toJSON();
  expect(head.temperature / temperature).toBeCloseTo(1, 4);
  expect(head.heldOut).toMatchObject({ examples: heldOut.examples, accuracy: heldOut.accuracy });
  expect(head.heldOut!.logLoss).toBeCloseTo(heldOut.logLoss, 4);
  expectClose(await askedOf(classifier), probabilities, 1e-4);
});
