import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogisticClassifier } from '../classifiers/fit-logistic-classifier.ts';
import type { FeedbackKind } from '../spec/feedback.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { createMemoryFeedbackSink } from './create-memory-feedback-sink.ts';
import { decidePromotion } from './decide-promotion.ts';
import { type FeedbackQuery, readFeedbackQueries } from './read-feedback-queries.ts';
import { recordFeedback } from './record-feedback.ts';
import { refitClassifier } from './refit-classifier.ts';
import { splitByGroup } from './split-by-group.ts';

const SIZE = 8;
const embedder = {
  info: { id: 'made up', fingerprint: 'made-up-1', maxBatchSize: 8, dimensions: SIZE },
};
const LEAVES = ['mug', 'plate', 'bowl'];

/** Unit vectors around a corner for each leaf. */
function world(seed: number) {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const photo = (leaf: number, blur = 0.7): Float32Array => {
    const values = Array.from({ length: SIZE }, (_, at) => Number(at === leaf) + blur * normal());
    const length = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / length);
  };
  const pick = (count: number): number => Math.floor(random() * count);
  return { random, pick, photo };
}

/** Eight searches each of people who choose a product of the right leaf, or of any. */
function searches(seed: number, people: number, isNoise: boolean): FeedbackQuery[] {
  const { pick, photo } = world(seed);
  return Array.from({ length: people * 8 }, (_, at) => {
    const leaf = pick(3);
    const category = LEAVES[isNoise ? pick(3) : leaf]!;
    return {
      vector: photo(leaf),
      group: `user ${seed} ${at % people}`,
      liked: [{ productId: `p${at}`, category }],
      refused: [],
    };
  });
}

const headOf = (seed: number, each: number, blur: number) => {
  const { photo } = world(seed);
  return fitLogisticClassifier({
    embedder,
    examples: LEAVES.flatMap((category, leaf) =>
      Array.from({ length: each }, () => ({ vector: photo(leaf, blur), category })),
    ),
  });
};

describe('a category head that is fitted anew', () => {
  it('is promoted where people knew better, and is better on others', async () => {
    const current = await headOf(1, 2, 1.5);
    const queries = searches(2, 80, false);
    const { candidate, promote, comparison, groups, fitted } = await refitClassifier({
      queries,
      current,
      embedder,
    });
    expect(promote).toBe(true);
    expect(groups).toBeGreaterThan(19);
    expect(fitted + comparison.queries).toBe(queries.length);
    const others = searches(3, 50, false);
    const rightOf = async (classifier: typeof candidate) => {
      const answers = await classifier.classify(others.map(({ vector }) => vector));
      return answers.filter(({ probabilities }, at) => {
        const best = probabilities.indexOf(Math.max(...probabilities));
        return classifier.info.categories[best] === others[at]!.liked[0]!.category;
      }).length;
    };
    expect(await rightOf(candidate)).toBeGreaterThan(await rightOf(current));
  });

  it('is not promoted where people chose at random, whoever they were', async () => {
    const current = await headOf(1, 30, 0.7);
    for (let seed = 10; seed < 18; seed++) {
      const { promote } = await refitClassifier({ queries: searches(seed, 40, true), current, embedder });
      expect(promote).toBe(false);
    }
  });

  it('is not promoted on the word of a few', async () => {
    const current = await headOf(1, 2, 1.5);
    const { promote, reason } = await refitClassifier({ queries: searches(2, 12, false), current, embedder });
    expect(promote).toBe(false);
    expect(reason).toMatch(/Too few people/);
  });

  it('needs searches whose products have a category', async () => {
    const current = await headOf(1, 5, 0.7);
    const queries = searches(2, 30, false).map((query) => ({ ...query, liked: [] }));
    await expect(refitClassifier({ queries, current, embedder })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      hint: expect.stringContaining('category'),
    });
  });
});

describe('a promotion', () => {
  /** Right or wrong answers of 40 people, eight each; people differ, candidates do not. */
  const decide = (seed: number, gain: number): boolean => {
    const { random } = world(seed);
    const [current, candidate, groups]: [number[], number[], string[]] = [[], [], []];
    for (let person = 0; person < 40; person++) {
      const skill = 0.4 + 0.4 * random();
      for (let at = 0; at < 8; at++) {
        groups.push(`p${person}`);
        current.push(Number(random() < skill));
        candidate.push(Number(random() < skill + gain));
      }
    }
    return decidePromotion(current, candidate, groups).promote;
  };
  const share = (gain: number, runs: number): number => {
    const decisions = Array.from({ length: runs }, (_, seed) => decide(seed, gain));
    return decisions.filter(Boolean).length / decisions.length;
  };

  it('happens by chance in some 2.5 % of decisions, as stated', () => {
    // Four standard deviations of 400 draws above 2.5 %.
    expect(share(0, 400)).toBeLessThan(0.057);
  });

  it('finds a gain of fifteen points nearly always, and a loss never', () => {
    expect(share(0.15, 60)).toBeGreaterThan(0.9);
    expect(share(-0.1, 60)).toBe(0);
  });
});

describe('searches read from feedback', () => {
  const fingerprint = { space: 'here', sameSpaceAs: ['twin'] };
  const vector = Float32Array.of(1, 0);
  const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();

  it('are made of the events of one query', async () => {
    await using sink = createMemoryFeedbackSink();
    const base = { at: day(1), userId: 'u1', queryId: 'q1' };
    await recordFeedback(sink, [
      { ...base, kind: 'click', productId: 'a', category: 'mug', query: { vector, space: 'here' } },
      { ...base, kind: 'refusal', productId: 'b' },
      { ...base, kind: 'click', productId: 'c' },
      { ...base, kind: 'refusal', productId: 'c' },
      { kind: 'like', productId: 'd', query: { vector, space: 'twin' } },
      { kind: 'like', productId: 'e', query: { vector, space: 'elsewhere' } },
      { kind: 'like', productId: 'f' },
    ]);
    const { queries, leftOut } = await readFeedbackQueries(sink, { fingerprint });
    expect(queries).toHaveLength(2);
    expect(queries[0]).toEqual({
      vector,
      group: 'user u1',
      liked: [{ productId: 'a', category: 'mug' }],
      refused: ['b', 'c'],
    });
    expect(leftOut).toEqual({ withoutVector: 1, otherSpace: 1 });
  });

  it('are the latest of a person, the same in any order', async () => {
    const event = fc.record({
      at: fc.integer({ min: 1, max: 9 }).map(day),
      kind: fc.constantFrom<FeedbackKind>('click', 'refusal'),
      productId: fc.constantFrom('a', 'b', 'c'),
      userId: fc.constantFrom('u1', 'u2'),
      query: fc.double({ min: 0, max: 6, noNaN: true }).map((angle) => ({
        vector: [Math.cos(angle), Math.sin(angle)],
        space: 'here',
      })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const read = async (all: typeof events) => {
          await using sink = createMemoryFeedbackSink();
          await recordFeedback(sink, all);
          return (await readFeedbackQueries(sink, { fingerprint, maxPerUser: 3 })).queries;
        };
        const queries = await read(events);
        for (const user of ['user u1', 'user u2'])
          expect(queries.filter(({ group }) => group === user).length).toBeLessThanOrEqual(3);
        const again = await read([...events].reverse());
        expect(again).toEqual(queries);
      }),
    );
  });
});

it('keeps a person on one side, whoever else there is', () => {
  const group = fc.string();
  fc.assert(
    fc.property(fc.array(group), fc.array(group), (some, more) => {
      const side = (groups: readonly string[]) =>
        new Set(
          splitByGroup(
            groups.map((each) => ({ group: each })),
            0.3,
          ).heldOut.map((item) => item.group),
        );
      const [alone, together] = [side(some), side([...some, ...more])];
      for (const each of some) expect(together.has(each)).toBe(alone.has(each));
    }),
  );
  const many = Array.from({ length: 5000 }, (_, at) => ({ group: `user ${at}` }));
  expect(splitByGroup(many, 0.3).heldOut.length / many.length).toBeCloseTo(0.3, 1);
});
