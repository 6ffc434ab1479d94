// A migration from originals that is killed again and again does nothing twice that was acknowledged.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromFile } from '@imgsearch/core/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawShop, shopProducts } from './draw-shop.ts';
import { openModel } from './open-model.ts';
import { openShopStore } from './open-shop-store.ts';

const PRODUCTS = 120;
/** Pictures in flight: batch size times concurrency. */
const IN_FLIGHT = 8;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migration-killed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('LanceDB: ends with every picture once, whatever kills it', async () => {
  const [place, pictures, log] = ['store', 'pictures', 'log'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const files = await drawShop(pictures, PRODUCTS);
  const old = await openModel('old');
  const serving = old.compose(openShopStore({ folder: place }));
  await serving.index(shopProducts(files, 'old'));
  await serving.close();
  await old.close();

  const started = async (): Promise<number> =>
    (await readFile(log, 'utf8').catch(() => '')).split('\n').length - 1;
  /** @param until pictures that were asked for by then; left out, it runs to its end */
  const run = async (until?: number): Promise<{ killed: boolean; out: string }> => {
    const program = fileURLToPath(new URL('./migrate-until-killed.ts', import.meta.url));
    const child = spawn(process.execPath, [program, place, pictures, log], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    const ended = new Promise<boolean>((resolve) =>
      child.once('close', (_, signal) => resolve(signal === 'SIGKILL')),
    );
    let over = false;
    ended.then(() => {
      over = true;
    });
    while (until !== undefined && !over && (await started()) < until)
      await new Promise((resolve) => setTimeout(resolve, 5));
    if (until !== undefined) child.kill('SIGKILL');
    return { killed: await ended, out };
  };

  let kills = 0;
  for (const share of [0.15, 0.35, 0.6, 0.85])
    if ((await run(Math.round(share * PRODUCTS) + kills * IN_FLIGHT)).killed) kills++;
  expect(kills).toBeGreaterThanOrEqual(3);
  const { out } = await run();
  expect(JSON.parse(out).differences).toMatchObject({ records: PRODUCTS, missing: 0, content: 0, extra: 0 });
  // A batch that the store had not acknowledged may be done again, and a look ahead of it.
  expect(await started()).toBeLessThanOrEqual(PRODUCTS + kills * 2 * IN_FLIGHT);

  const model = await openModel('new');
  const store = openShopStore({ folder: place });
  const versions = await store.versions!.list();
  expect(versions).toHaveLength(2);
  const built = await store.versions!.open(versions[1]!.id);
  expect((await built.count!()).value).toBe(PRODUCTS);
  const alone = model.compose(openShopStore({ folder: place }));
  for (let at = 0; at < PRODUCTS; at += 7) {
    const { vector } = await alone.embed({ image: fromFile(files[at]!) });
    const [record] = await built.get([`p${at}/0`]);
    const cosine = vector.reduce((sum, value, dimension) => sum + value * record!.vector[dimension]!, 0);
    expect(cosine).toBeGreaterThan(0.9999);
  }
  await Promise.all([alone.close(), built.close(), store.close()]);
  await model.close();
});
