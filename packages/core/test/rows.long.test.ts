import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRowsPlace, type RowsPlace } from '../../../bench/src/indexing/tiny-rows.ts';

// The reduced twin of the bench suites indexing-rows and indexing-prices.
const ROWS = 100_000;
let place: RowsPlace;
beforeAll(async () => {
  place = await makeRowsPlace();
});
afterAll(() => place.remove());

it('indexes 100,000 rows in flat memory, and opens their journal again', async () => {
  const { report, memoryAt } = await place.index(ROWS, 0, [20_000, 90_000]);
  expect(report).toMatchObject({ indexed: ROWS, failed: 0, products: ROWS });
  expect(await place.countRecords()).toBe(ROWS);
  const growth = (memoryAt.get(90_000)!.javascript - memoryAt.get(20_000)!.javascript) / 70_000;
  const bytes = (await place.journalBytes()) / ROWS;
  const reopened = await place.reopen();
  console.log(
    `${growth.toFixed(0)} bytes of memory and ${bytes.toFixed(0)} of journal a row, reopened in ${reopened.toFixed(0)} ms`,
  );
  expect(growth).toBeLessThan(100);
  expect(bytes).toBeLessThan(300);
  expect(reopened).toBeLessThan(30_000);
});

it('skips them all the next night, and reads no picture of those whose price alone changed', async () => {
  expect((await place.index(ROWS, 0)).report).toMatchObject({ skipped: ROWS, indexed: 0, updated: 0 });
  const read = { pictures: 0 };
  expect((await place.index(ROWS, 1, [], read)).report).toMatchObject({
    updated: ROWS,
    indexed: 0,
    skipped: 0,
  });
  expect(read.pictures).toBe(0);
});
