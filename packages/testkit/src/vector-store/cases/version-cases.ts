import { expectRejection, expectSame, expectTrue } from '../../suite/expectations.ts';
import { fill, found } from '../collect.ts';
import { axis, SAMPLE_FINGERPRINT, sampleRecord, sampleSchema } from '../sample-records.ts';
import type { StoreCase, StoreKit } from '../store-case.ts';
import { whileRunning } from '../while-running.ts';

const group = 'versions';
const next = sampleSchema({ fingerprint: { ...SAMPLE_FINGERPRINT, space: 'embedder=next' }, dimensions: 5 });
const vector5 = axis(0, 5);

/** A store with one record, and a second version of another space with another record. */
async function twoVersions(kit: StoreKit) {
  const store = await kit.open();
  await fill(kit, store, [sampleRecord('old')]);
  const made = await store.versions!.create(next);
  const newer = await store.versions!.open(made.id);
  await newer.open(next);
  await fill(kit, newer, [sampleRecord('new', { dimensions: 5 })]);
  const [first] = (await store.versions!.list()).filter(({ id }) => id !== made.id);
  return { store, newer, made, first: first! };
}

export const versionCases: readonly StoreCase[] = [
  {
    name: 'a new version is empty, of its own space, and not promoted',
    group,
    needs: ['versions'],
    async run(kit) {
      const { store, newer, made } = await twoVersions(kit);
      expectSame('its space', made.fingerprint, next.fingerprint);
      expectSame('it is not promoted', made.promoted, false);
      expectTrue('it tells when it was made', Number.isFinite(Date.parse(made.createdAt)), made.createdAt);
      const listed = (await store.versions!.list()).map(({ promoted }) => promoted);
      expectSame('the first one is', listed.filter((promoted) => promoted).length, 1);
      expectSame('two are listed', listed.length, 2);
      expectSame('the new one has its own records', await found(newer, { vector: vector5 }), ['new']);
      expectSame('the old one too', await found(store, { vector: axis(0) }), ['old']);
      await newer.close();
    },
  },
  {
    name: 'a handle on the old version keeps answering from it after another is promoted',
    group,
    needs: ['versions'],
    async run(kit) {
      const { store, newer, made, first } = await twoVersions(kit);
      await store.versions!.promote(made.id);
      expectSame('reads', await found(store, { vector: axis(0) }), ['old']);
      await fill(kit, store, [sampleRecord('late')]);
      expectSame('writes', await found(store, { vector: axis(0) }), ['late', 'old']);
      expectSame('which the new one does not see', await found(newer, { vector: vector5 }), ['new']);
      const promoted = (await store.versions!.list()).filter((version) => version.promoted);
      expectSame(
        'the new one is promoted, alone',
        promoted.map(({ id }) => id),
        [made.id],
      );
      await store.versions!.promote(first.id);
      const back = (await store.versions!.list()).filter((version) => version.promoted);
      expectSame(
        'and back again',
        back.map(({ id }) => id),
        [first.id],
      );
      await newer.close();
    },
  },
  {
    name: 'open finds the version of its own space, whichever is promoted',
    group,
    needs: ['versions', 'reopen'],
    async run(kit) {
      const { store, newer, made } = await twoVersions(kit);
      for (const promote of [false, true]) {
        if (promote) await store.versions!.promote(made.id);
        const old = await kit.reopen(store);
        const fresh = await kit.reopen(store, next);
        expectSame('the old space', await found(old, { vector: axis(0) }), ['old']);
        expectSame('the new space', await found(fresh, { vector: vector5 }), ['new']);
      }
      const third = sampleSchema({ fingerprint: { ...SAMPLE_FINGERPRINT, space: 'embedder=third' } });
      const stranger = await kit.unopenedAgain(store);
      await expectRejection('a third space is refused', () => stranger.open(third), 'STORE_MISMATCH');
      await newer.close();
    },
  },
  {
    name: 'of two versions of one space, new openers get the promoted one',
    group,
    needs: ['versions', 'reopen'],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('old')]);
      const made = await store.versions!.create(sampleSchema());
      const newer = await store.versions!.open(made.id);
      await newer.open(sampleSchema());
      await fill(kit, newer, [sampleRecord('new')]);
      expectSame('before', await found(await kit.reopen(store), { vector: axis(0) }), ['old']);
      await store.versions!.promote(made.id);
      expectSame('after', await found(await kit.reopen(store), { vector: axis(0) }), ['new']);
      expectSame('the handle on the old one stays', await found(store, { vector: axis(0) }), ['old']);
      await newer.close();
    },
  },
  {
    name: 'at every moment exactly one version is promoted',
    group,
    needs: ['versions'],
    async run(kit) {
      const { store, newer, made, first } = await twoVersions(kit);
      const promoting = async () => {
        for (let round = 0; round < 4; round++)
          await store.versions!.promote(round % 2 === 0 ? made.id : first.id);
      };
      await whileRunning(
        promoting(),
        async () => {
          const promoted = (await store.versions!.list()).filter((version) => version.promoted);
          expectSame('promoted versions', promoted.length, 1);
          // The last look is after the last promotion, however quick they were.
        },
        2,
      );
      await newer.close();
    },
  },
  {
    name: 'hits tell their version, and versions which of them was promoted before, or neither does',
    group,
    needs: ['versions'],
    async run(kit) {
      const { store, newer, made, first } = await twoVersions(kit);
      const [[old], [fresh]] = await Promise.all([
        store.search({ vector: axis(0), limit: 1 }),
        newer.search({ vector: vector5, limit: 1 }),
      ]);
      const told = [old, fresh].filter((hit) => hit?.version !== undefined).map((hit) => hit?.version);
      if (told.length > 0) expectSame('versions of the hits', told, [first.id, made.id]);
      const previous = async () => (await store.versions!.list()).filter((each) => each.previous);
      const remembers = (await store.versions!.list()).some((each) => each.previous !== undefined);
      expectSame('none was before the first', (await previous()).length, 0);
      for (const [to, before] of [
        [made, first],
        [made, first],
        [first, made],
      ] as const) {
        await store.versions!.promote(to.id);
        if (remembers)
          expectSame(
            'the one before',
            (await previous()).map(({ id }) => id),
            [before.id],
          );
      }
      await newer.close();
    },
  },
  {
    name: 'drop removes a version, and refuses the promoted one',
    group,
    needs: ['versions'],
    async run(kit) {
      const { store, newer, made, first } = await twoVersions(kit);
      await newer.close();
      await expectRejection('the promoted one', () => store.versions!.drop(first.id), 'STORE_REJECTED');
      expectSame('it is still there', await found(store, { vector: axis(0) }), ['old']);
      await store.versions!.drop(made.id);
      const left = (await store.versions!.list()).map(({ id }) => id);
      expectSame('the other one is gone', left, [first.id]);
      await expectRejection(
        'it opens no more',
        () => store.versions!.open(made.id),
        'STORE_MISMATCH',
        'STORE_REJECTED',
      );
    },
  },
];
