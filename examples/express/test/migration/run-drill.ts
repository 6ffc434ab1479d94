import { type ChildProcess, fork } from 'node:child_process';
import { createMigration, type MigrationReport } from '@imgsearch/core/migration';
import { drawShop, shopProducts } from './draw-shop.ts';
import { type fields, type ModelName, openModel } from './open-model.ts';
import { openShopStore, type ShopPlace } from './open-shop-store.ts';
import type { SeenAnswer } from './search-until-told.ts';

export interface DrillOptions {
  readonly place: ShopPlace;
  /** Folder for the pictures. */
  readonly pictures: string;
  readonly products: number;
  /** Answers that both processes together give between the first promotion and the end. */
  readonly answers: number;
}

/** What happened, in order. */
export interface DrillReport {
  readonly seen: Readonly<Record<ModelName, readonly SeenAnswer[]>>;
  readonly versions: Readonly<Record<ModelName, string>>;
  readonly built: MigrationReport;
  /** Promotions and rollbacks, by turns: when each began, in milliseconds since the epoch, and how long it took. */
  readonly switches: readonly { readonly at: number; readonly took: number }[];
  /** Pictures a second of a plain index run and of the migration's; records a second of a look through both versions. */
  readonly rates: { readonly index: number; readonly migration: number; readonly look: number };
}

/** Promotions and rollbacks. */
const ROUNDS = 6;

interface Searcher {
  readonly seen: SeenAnswer[];
  /** Resolves when it has seen so many more answers. */
  more(count: number): Promise<void>;
  end(): Promise<void>;
}

/** A process that searches with one model. */
function startSearcher(model: ModelName, place: ShopPlace, pictures: readonly string[]): Searcher {
  const words = [model, place, pictures].map((word) => JSON.stringify(word));
  const child: ChildProcess = fork(new URL('./search-until-told.ts', import.meta.url), words);
  const seen: SeenAnswer[] = [];
  const waiting = new Set<() => void>();
  let exit: number | null | undefined;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      exit = code;
      for (const look of waiting) look();
      resolve();
    }),
  );
  child.on('message', (answer: SeenAnswer) => {
    seen.push(answer);
    for (const look of waiting) look();
  });
  return {
    seen,
    more(count) {
      const wanted = seen.length + count;
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (exit === undefined && seen.length < wanted) return;
          waiting.delete(look);
          if (seen.length >= wanted) resolve();
          else reject(new Error(`The process with the ${model} model ended with ${exit}.`));
        };
        waiting.add(look);
        look();
      });
    },
    async end() {
      if (exit === undefined) child.send('end');
      await ended;
      if (exit !== 0) throw new Error(`The process with the ${model} model ended with ${exit}.`);
    },
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; at: number; took: number }> {
  const at = Date.now();
  const start = performance.now();
  const value = await work();
  return { value, at, took: performance.now() - start };
}

/**
 * A shop changes its model while two processes search it, one with each model: built, promoted, taken back, and so on
 * until both have answered often enough. Prices change all the while.
 */
export async function runDrill({ place, pictures, products, answers }: DrillOptions): Promise<DrillReport> {
  const files = await drawShop(pictures, products);
  const store = openShopStore(place);
  const models = { old: await openModel('old'), new: await openModel('new') };
  const from = models.old.compose(openShopStore(place));
  const index = await timed(async () => from.index(shopProducts(files, 'old')));
  const old = startSearcher('old', place, files);
  await old.more(10);

  const migration = createMigration<typeof fields>({
    ...{ store, from, to: models.new.compose },
    source: { products: () => shopProducts(files, 'new') },
  });
  const built = await timed(() => migration.run({ repairs: 0 }));
  const look = await timed(() => migration.differences());
  const fresh = startSearcher('new', place, files);
  await fresh.more(10);

  const switches: { at: number; took: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { at, took } = await timed(() => (round % 2 === 0 ? migration.promote() : migration.rollback()));
    switches.push({ at, took });
    const each = Math.ceil(answers / ROUNDS / 2);
    const asked = Promise.all([old.more(each), fresh.more(each)]);
    // Written to both versions, whichever serves.
    await migration.pipeline.update(`p${round}`, { price: 1000 + round, builtBy: 'both' });
    await asked;
  }
  await Promise.all([old.end(), fresh.end()]);
  const [first, second] = await store.versions!.list();
  await migration.close();
  await from.close();
  await store.close();
  await Promise.all([models.old.close(), models.new.close()]);
  return {
    seen: { old: old.seen, new: fresh.seen },
    versions: { old: first!.id, new: second!.id },
    built: built.value,
    switches,
    rates: {
      index: (products / index.took) * 1000,
      migration: (products / built.took) * 1000,
      look: (products / look.took) * 1000,
    },
  };
}
