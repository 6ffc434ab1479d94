// A shop changes its model while two processes search it, one with each model: on LanceDB and on OpenSearch.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openShopStore, type ShopPlace } from './open-shop-store.ts';
import { type DrillReport, runDrill } from './run-drill.ts';

const servers = inject('openSearchServers');
const PRODUCTS = 60;
const ANSWERS = 1000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migration-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function drill(place: ShopPlace): Promise<DrillReport> {
  return runDrill({ place, pictures: path.join(folder, 'pictures'), products: PRODUCTS, answers: ANSWERS });
}

async function expectNoAnswerOfTwo({ seen, versions, built, switches }: DrillReport, place: ShopPlace) {
  expect(built).toMatchObject({
    indexed: PRODUCTS,
    failed: 0,
    differences: { missing: 0, content: 0, extra: 0 },
  });
  expect(versions.old).not.toBe(versions.new);
  const since = switches[0]!.at;
  const counted = (['old', 'new'] as const).flatMap((model) => {
    for (const { error, asked, first, similarity, versions: told, builtBy } of seen[model]) {
      expect(error).toBeUndefined();
      // The vector that was asked with and those that were compared with it are of one model.
      expect(first).toBe(asked);
      expect(similarity).toBeGreaterThan(0.999);
      expect(told).toHaveLength(10);
      expect(new Set(told)).toEqual(new Set([versions[model]]));
      // What the records themselves say, which no handle adds: those changed since were changed in both.
      expect(new Set(builtBy.filter((who) => who !== 'both'))).toEqual(new Set([model]));
    }
    return seen[model].filter(({ at }) => at >= since);
  });
  expect(counted.length).toBeGreaterThanOrEqual(ANSWERS);
  // Both searched in every stretch between two switches.
  for (const [turn, { at }] of switches.entries()) {
    const until = switches[turn + 1]?.at ?? Number.POSITIVE_INFINITY;
    for (const model of ['old', 'new'] as const)
      expect(seen[model].filter((answer) => answer.at >= at && answer.at < until).length).toBeGreaterThan(10);
  }
  const store = openShopStore(place);
  for (const { id } of await store.versions!.list()) {
    const version = await store.versions!.open(id);
    const changed = (await version.get(switches.map((_, round) => `p${round}/0`))).map(
      (record) => record?.metadata.price,
    );
    expect(changed).toEqual(switches.map((_, round) => 1000 + round));
    await version.close();
  }
  await store.close();
}

it('LanceDB: no failed search and no answer of two versions, through promotions and rollbacks', async () => {
  const place = { folder: path.join(folder, 'store') };
  await expectNoAnswerOfTwo(await drill(place), place);
});

describe.skipIf(servers.length === 0).each(servers)('OpenSearch $version', ({ url }) => {
  const name = `drill_${crypto.randomUUID().slice(0, 8)}`;
  afterAll(async () => {
    await fetch(`${url}/${name}-v*`, { method: 'DELETE' });
  });
  it('no failed search and no answer of two versions, through promotions and rollbacks', async () => {
    const place = { url, name };
    await expectNoAnswerOfTwo(await drill(place), place);
  });
});
