// A process of its own that embeds with one model and searches until it is told to end. What it saw is told to the parent.
import { fromFile } from '@imgsearch/core/node';
import { type ModelName, openModel } from './open-model.ts';
import { openShopStore, type ShopPlace } from './open-shop-store.ts';

/** One search, told by its own process. */
export interface SeenAnswer {
  /** Milliseconds since the epoch at which it began. */
  readonly at: number;
  readonly took: number;
  /** Product whose own picture was searched. */
  readonly asked: string;
  readonly error?: string | undefined;
  readonly first?: string | undefined;
  readonly similarity?: number | undefined;
  /** By hit. */
  readonly versions: readonly (string | undefined)[];
  /** By hit: the model that its record says it was built by. */
  readonly builtBy: readonly unknown[];
}

const [model, place, pictures] = process.argv.slice(2).map((word) => JSON.parse(word)) as [
  ModelName,
  ShopPlace,
  string[],
];
let told = false;
process.on('message', () => {
  told = true;
});
process.on('disconnect', () => {
  if (!told) process.exit(1);
});

const { compose, close } = await openModel(model);
const pipeline = compose(openShopStore(place));
await pipeline.open();
for (let turn = 0; !told; turn++) {
  const number = turn % pictures.length;
  const asked = `p${number}`;
  const at = Date.now();
  const start = performance.now();
  let seen: Omit<SeenAnswer, 'at' | 'took' | 'asked'>;
  try {
    const { matches } = await pipeline.search({
      ...{ image: fromFile(pictures[number]!), category: false, backgroundRemoval: 'off', limit: 10 },
    });
    seen = {
      first: matches[0]?.productId,
      similarity: matches[0]?.similarity,
      versions: matches.map(({ version }) => version),
      builtBy: matches.map(({ metadata }) => metadata.builtBy),
    };
  } catch (error) {
    seen = { error: String(error), versions: [], builtBy: [] };
  }
  process.send!({ at, took: performance.now() - start, asked, ...seen } satisfies SeenAnswer);
}
await pipeline.close();
await close();
process.disconnect();
