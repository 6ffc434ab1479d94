import { expect, it } from 'vitest';
import { createFakeClient } from '../test/fake-client.ts';
import { createSender } from './abortable-request.ts';
import { bulkWrite } from './bulk-write.ts';
import { checkStoreOptions } from './check-store-options.ts';
import type { StoreHandle } from './store-handle.ts';

type Item = { status: number; error?: { type: string; reason: string } };

/** Writes ids to a server that gives each item of each request a status. */
async function write(ids: readonly string[], status: (id: string, attempt: number) => Item, retryFor = 5000) {
  const attempts = new Map<string, number>();
  const { client, requests } = createFakeClient(({ bulkBody }) => {
    const lines = (bulkBody ?? '')
      .trim()
      .split('\n')
      .filter((_, at) => at % 2 === 0);
    const items = lines.map((line) => {
      const id = (JSON.parse(line) as { index: { _id: string } }).index._id;
      attempts.set(id, (attempts.get(id) ?? 0) + 1);
      return { index: status(id, attempts.get(id)!) };
    });
    return { body: { items } };
  });
  const settings = checkStoreOptions({ client, name: 'shop', bulk: { maxRecords: 4, retryFor } });
  const handle = {
    settings,
    send: createSender(client, 'shop'),
    stored: { index: 'shop-v1' },
  } as StoreHandle;
  const operations = ids.map((id) => ({ id, action: 'index' as const, line: '{}' }));
  return { outcomes: await bulkWrite(handle, operations, undefined), attempts, requests };
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const busy = { status: 429, error: { type: 'rejected_execution_exception', reason: 'queue full' } };

it('sends again only the items that were refused for now, and tells outcomes in the order given', async () => {
  const { outcomes, attempts } = await write(ids, (id, attempt) =>
    id === 'b' && attempt < 3 ? busy : { status: 201 },
  );
  expect(outcomes).toEqual(ids.map((id) => ({ id, ok: true })));
  expect(Object.fromEntries(attempts)).toEqual({ a: 1, b: 3, c: 1, d: 1, e: 1, f: 1 });
});

it("tells the caller's fault from the cluster's", async () => {
  const { outcomes, attempts } = await write(
    ids,
    (id) => {
      if (id === 'c')
        return { status: 400, error: { type: 'mapper_parsing_exception', reason: 'failed to parse' } };
      return id === 'd' ? busy : { status: 200 };
    },
    300,
  );
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, false, true, true]);
  expect(outcomes[2]).toMatchObject({ retryable: false, error: { code: 'STORE_REJECTED' } });
  expect(outcomes[3]).toMatchObject({ retryable: true, error: { code: 'STORE_UNAVAILABLE' } });
  expect(attempts.get('c')).toBe(1);
  expect(attempts.get('d')).toBeGreaterThan(1);
});

it.each([
  ['not where most were taken', 1, [4, 3]],
  ['half where few were', 3, [4, 2]],
  ['half where none was', 4, [4, 2]],
])('sends less at once while the cluster is busy: %s', async (_, refused, expected) => {
  let asked = 0;
  const { requests } = await write(ids, () => (asked++ < refused ? busy : { status: 201 }));
  const sizes = requests.map(({ bulkBody }) => (bulkBody ?? '').trim().split('\n').length / 2);
  expect(sizes.slice(0, 2)).toEqual(expected);
});
