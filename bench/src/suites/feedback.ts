import { bootstrapMean } from '@imgsearch/core/evaluation';
import { decidePromotion } from '@imgsearch/core/feedback';
import {
  EXAMPLES,
  type Learned,
  measureAdapter,
  measureHead,
  SEARCHES,
} from '../feedback/learning-from-clicks.ts';
import { measurePersonal, type PersonalScore, type Ranking } from '../feedback/personal-ranking.ts';
import { loadShops, type Shop } from '../feedback/shop.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';

export const configuration = {
  sets: ['clothing', 'grocery'],
  people: { users: 200, history: 20, tests: 10, seed: 2 },
  head: { examples: EXAMPLES, searches: SEARCHES, seed: 3 },
  adapter: { seed: 4 },
  noise: { runs: 5 },
  intervals: '2000 bootstrap samples of people, seed 1',
};

/** Whether feedback helps: personal ranking, a head fitted anew, an adapter; and whether noise is promoted. */
export async function feedback(): Promise<void> {
  const figures: Record<string, Figure> = {};
  const put = (name: string, value: number, unit: string): void => {
    figures[name] = figure([value], unit);
  };
  const points = (name: string, difference: { value: number; low: number; high: number }): void => {
    put(name, 100 * difference.value, 'points');
    put(`${name}.low`, 100 * difference.low, 'points');
    put(`${name}.high`, 100 * difference.high, 'points');
  };
  for (const shop of await loadShops()) {
    const say = (what: string): boolean => process.stderr.write(`  ${shop.name}: ${what}\n`);
    say('people');
    putPersonal(shop, await measurePersonal(shop, configuration.people), put, points);
    for (const [name, learned] of [
      ['head', await measureHead(shop, configuration.head.seed)],
      ['adapter', await measureAdapter(shop, configuration.adapter.seed)],
    ] as const) {
      say(`${name}: ${learned.decision.reason}`);
      putLearned(`${shop.name}.${name}`, learned, put, points);
    }
    say('noise');
    const noise = { head: 0, adapter: 0 };
    for (let run = 0; run < configuration.noise.runs; run++) {
      noise.head += Number((await measureHead(shop, 100 + run, true)).decision.promote);
      noise.adapter += Number((await measureAdapter(shop, 100 + run, true)).decision.promote);
    }
    put(`${shop.name}.noise.head-promoted`, (100 * noise.head) / configuration.noise.runs, '%');
    put(`${shop.name}.noise.adapter-promoted`, (100 * noise.adapter) / configuration.noise.runs, '%');
  }
  await writeResult({
    suite: 'feedback',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'The photos are real, the people are made up: each prefers one sort of every kind (a garment of a leaf, a product of a shelf), popular ones more often, by 1/rank. In a history of 20 searches they click the first of ten matches that is of their sort, refuse the first that is not in 3 of 10 searches, and click anything in 1 of 10.',
      'liked: share of the first ten that is of the sort that this person prefers of the kind that was photographed. exact: share that is of the very sort that was photographed, which is what a person without preferences means. popular: the first fifty in the order of everybody’s clicks.',
      'head: share of photos whose likeliest kind is right, of 5 examples a kind, and with the clicks of 1,200 searches of others, of which 1 in 10 is on anything. adapter: top-5 accuracy before and after, fitted to clicks on every other match of the right sort among ten. Both on photos of senders who took no part; promoted: what was decided on held-out people, before.',
      'noise: the same with every click on anything; how many of 5 fits were promoted.',
    ],
  });
}

function putPersonal(
  shop: Shop,
  scores: readonly PersonalScore[],
  put: (name: string, value: number, unit: string) => void,
  points: (name: string, difference: { value: number; low: number; high: number }) => void,
): void {
  const groups = scores.map(({ user }) => user);
  for (const aim of ['liked', 'exact'] as const) {
    const of = (ranking: Ranking): number[] => scores.map((score) => score[aim][ranking]);
    for (const ranking of ['plain', 'taste', 'popular'] as const)
      put(`${shop.name}.${aim}.${ranking}`, 100 * bootstrapMean(of(ranking), groups).value, '%');
    for (const ranking of ['taste', 'popular'] as const)
      points(
        `${shop.name}.${aim}.${ranking}-gain`,
        decidePromotion(of('plain'), of(ranking), groups).comparison.difference,
      );
  }
}

function putLearned(
  name: string,
  { before, after, test, decision }: Learned,
  put: (name: string, value: number, unit: string) => void,
  points: (name: string, difference: { value: number; low: number; high: number }) => void,
): void {
  put(`${name}.before`, 100 * before, '%');
  put(`${name}.after`, 100 * after, '%');
  points(`${name}.gain`, test.difference);
  points(`${name}.held-out-gain`, decision.comparison.difference);
  put(`${name}.promoted`, Number(decision.promote), 'yes is 1');
}
