// Long, because it is one list: the promises of the contract, a case each.
import { SPEC_VERSION } from '@imgsearch/core';
import fc from 'fast-check';
import { checkProperty } from '../suite/check-property.ts';
import { expectRejection, expectSame, expectSuccess, expectTrue } from '../suite/expectations.ts';
import { HOSTILE_STRINGS } from '../vector-store/hostile-strings.ts';
import { whileRunning } from '../vector-store/while-running.ts';
import type { CheckpointCase } from './checkpoint-adapter.ts';
import {
  allEntries,
  OTHER_TARGET,
  productsOf,
  sampleEntry,
  sampleFailure,
  TARGET,
} from './sample-entries.ts';

const ids = Array.from({ length: 120 }, (_, at) => `p${String(at).padStart(3, '0')}`);
const failed = sampleEntry('failed', { failure: sampleFailure, images: [] });
const badPicture = sampleEntry('picture', { images: [{ id: '0' }, { id: '1', failure: sampleFailure }] });

const entryCases: readonly CheckpointCase[] = [
  {
    name: 'a checkpoint says what it is',
    group: 'entries',
    needs: [],
    async run(kit) {
      const { specVersion, info } = await kit.open();
      expectSame('it carries the version of the contract', specVersion, SPEC_VERSION);
      expectTrue('it has an id and a name', info.id.length > 0 && info.name.length > 0, info);
    },
  },
  {
    name: 'an empty checkpoint knows nothing',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      expectSame('read', await checkpoint.read(TARGET, ['a', 'b']), [null, null]);
      expectSame('read of none', await checkpoint.read(TARGET, []), []);
      await checkpoint.write([]);
      await checkpoint.delete(TARGET, ['a']);
      expectSame('entries', await allEntries(checkpoint), []);
    },
  },
  {
    name: 'an entry comes back with all of its members, and no others',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const full = sampleEntry('full', {
        category: 'top',
        images: [
          { id: 'front', contentHash: 'e'.repeat(64), version: 'W/"1"' },
          { id: 'back', version: '2', failure: sampleFailure },
        ],
        failure: { ...sampleFailure, kind: 'store', code: 'STORE_REJECTED' },
        underway: true,
      });
      const bare = sampleEntry('bare', { images: [] });
      await checkpoint.write([full, bare]);
      expectSame('read', await checkpoint.read(TARGET, ['bare', 'full']), [bare, full]);
      expectSame('entries', await allEntries(checkpoint), [bare, full]);
    },
  },
  {
    name: 'read answers in the order asked, as often as asked, with null where nothing is known',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      await checkpoint.write(ids.map((id) => sampleEntry(id)));
      const asked = ['p007', 'nobody', 'p119', 'p000', 'p007'];
      const found = productsOf(await checkpoint.read(TARGET, asked));
      expectSame('read', found, ['p007', null, 'p119', 'p000', 'p007']);
    },
  },
  {
    name: 'a later entry takes the place of the whole of the earlier one',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const first = sampleEntry('a', { category: 'top', failure: sampleFailure, underway: true });
      const last = sampleEntry('a', { metadataHash: 'f'.repeat(64), images: [{ id: '1' }] });
      await checkpoint.write([first]);
      await checkpoint.write([last]);
      expectSame('in two batches', await checkpoint.read(TARGET, ['a']), [last]);
      expectSame('it is there once', await allEntries(checkpoint), [last]);
      const [one, two] = [sampleEntry('b', { category: 'bed' }), sampleEntry('b', { category: 'shoes' })];
      await checkpoint.write([one, two]);
      expectSame('in one batch', await checkpoint.read(TARGET, ['b']), [two]);
    },
  },
  {
    name: 'one product in two targets has two entries',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const [here, there] = [sampleEntry('a'), sampleEntry('a', { target: OTHER_TARGET, category: 'bed' })];
      await checkpoint.write([here, there]);
      expectSame('here', await checkpoint.read(TARGET, ['a']), [here]);
      expectSame('there', await checkpoint.read(OTHER_TARGET, ['a']), [there]);
      await checkpoint.delete(TARGET, ['a']);
      expectSame('deleted here', await checkpoint.read(TARGET, ['a']), [null]);
      expectSame('not there', await checkpoint.read(OTHER_TARGET, ['a']), [there]);
    },
  },
  {
    name: 'delete forgets, unknown products are no error, and a product may come again',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      await checkpoint.write(['a', 'b', 'c'].map((id) => sampleEntry(id)));
      await checkpoint.delete(TARGET, ['b', 'nobody', 'a']);
      expectSame('read', productsOf(await checkpoint.read(TARGET, ['a', 'b', 'c'])), [null, null, 'c']);
      expectSame('entries', productsOf(await allEntries(checkpoint)), ['c']);
      await checkpoint.write([sampleEntry('a')]);
      expectSame('again', productsOf(await allEntries(checkpoint)), ['a', 'c']);
    },
  },
  {
    name: 'entries belong to the caller, on the way in and on the way out',
    group: 'entries',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const given: { images: { id: string }[]; metadataHash: string } = structuredClone(
        sampleEntry('a'),
      ) as never;
      await checkpoint.write([given as never]);
      given.images[0]!.id = 'changed';
      given.metadataHash = 'changed';
      expectSame('what was handed in', await checkpoint.read(TARGET, ['a']), [sampleEntry('a')]);
      const [read] = (await checkpoint.read(TARGET, ['a'])) as unknown as (typeof given)[];
      read!.images[0]!.id = 'changed';
      const [listed] = (await allEntries(checkpoint)) as unknown as (typeof given)[];
      expectSame('what was read', listed, sampleEntry('a'));
      listed!.images[0]!.id = 'changed';
      expectSame('what was listed', await checkpoint.read(TARGET, ['a']), [sampleEntry('a')]);
    },
  },
  {
    name: 'any text names a product, and any sequence of writes and deletes leaves what it should',
    group: 'entries',
    needs: [],
    async run(kit) {
      const id = fc.oneof(
        fc.constantFrom(...HOSTILE_STRINGS),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
      );
      const target = fc.constantFrom(TARGET, OTHER_TARGET);
      const step = fc.record({ target, products: fc.array(id, { maxLength: 6 }), deletes: fc.boolean() });
      const steps = fc.array(step, { maxLength: 12 });
      await checkProperty(kit, 'like a map', [steps], async (all) => {
        const checkpoint = await kit.open();
        const expected = new Map<string, ReturnType<typeof sampleEntry>>();
        const asked: Record<string, Set<string>> = { [TARGET]: new Set(), [OTHER_TARGET]: new Set() };
        for (const [at, { target: where, products, deletes }] of all.entries()) {
          for (const product of products) asked[where]!.add(product);
          if (deletes) {
            await checkpoint.delete(where, products);
            for (const product of products) expected.delete(`${where} ${product}`);
            continue;
          }
          const entries = products.map((product) =>
            sampleEntry(product, { target: where, metadataHash: String(at), category: product }),
          );
          await checkpoint.write(entries);
          for (const entry of entries) expected.set(`${where} ${entry.productId}`, entry);
        }
        for (const [where, products] of Object.entries(asked)) {
          const wanted = [...products].map((product) => expected.get(`${where} ${product}`) ?? null);
          expectSame('read', await checkpoint.read(where, [...products]), wanted);
        }
        expectSame('entries', (await allEntries(checkpoint)).length, expected.size);
      });
    },
  },
];

const listCases: readonly CheckpointCase[] = [
  {
    name: 'entries gives each one once, of every target or of one',
    group: 'listing',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      await checkpoint.write(ids.map((id) => sampleEntry(id)));
      await checkpoint.write(ids.slice(40, 80).map((id) => sampleEntry(id, { category: 'bed' })));
      await checkpoint.write([sampleEntry('p000', { target: OTHER_TARGET })]);
      expectSame('of one', productsOf(await allEntries(checkpoint, { target: TARGET })), ids);
      expectSame('of the other', productsOf(await allEntries(checkpoint, { target: OTHER_TARGET })), [
        'p000',
      ]);
      expectSame('of all', productsOf(await allEntries(checkpoint)), [...ids, 'p000']);
      expectSame('of none', await allEntries(checkpoint, { target: 'e'.repeat(64) }), []);
    },
  },
  {
    name: 'failed gives products that failed or have a picture that did, and no others',
    group: 'listing',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const underway = sampleEntry('underway', { underway: true });
      const once = sampleEntry('once', { failure: sampleFailure });
      await checkpoint.write([sampleEntry('well'), failed, badPicture, underway, once]);
      await checkpoint.write([sampleEntry('once')]);
      expectSame('failed', await allEntries(checkpoint, { failed: true }), [failed, badPicture]);
      const both = await allEntries(checkpoint, { failed: true, target: OTHER_TARGET });
      expectSame('failed of another target', both, []);
      expectSame('failed: false is all', (await allEntries(checkpoint, { failed: false })).length, 5);
    },
  },
  {
    name: 'entries that were there come once each while others are written, replaced and deleted',
    group: 'listing',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      await checkpoint.write(ids.map((id) => sampleEntry(id)));
      const seen: string[] = [];
      for await (const { productId } of checkpoint.entries()) {
        seen.push(productId);
        if (seen.length > ids.length * 3) break;
        await checkpoint.write([
          sampleEntry(productId, { category: 'bed' }),
          sampleEntry(`new-${seen.length}`),
        ]);
        await checkpoint.delete(TARGET, [`new-${seen.length - 1}`]);
      }
      const there = seen.filter((id) => !id.startsWith('new-')).sort();
      expectSame('each once', there, ids);
      expectTrue('it comes to an end', seen.length <= ids.length * 3, seen.length);
    },
  },
];

const callCases: readonly CheckpointCase[] = [
  {
    name: 'writes at the same time are all kept, each whole',
    group: 'calls',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const batches = Array.from({ length: 12 }, (_, at) => ids.slice(at * 10, at * 10 + 10));
      const writes = batches.map((batch) => checkpoint.write(batch.map((id) => sampleEntry(id))));
      await whileRunning(Promise.all(writes), async () => {
        const found = await checkpoint.read(TARGET, ids);
        for (const [at, entry] of found.entries())
          if (entry) expectSame('whole', entry, sampleEntry(ids[at]!));
      });
      expectSame('all', productsOf(await checkpoint.read(TARGET, ids)), ids);
      expectSame('once', productsOf(await allEntries(checkpoint)), ids);
    },
  },
  {
    name: 'a signal that has fired and a deadline that has passed stop a call before it starts',
    group: 'calls',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      await checkpoint.write([sampleEntry('a')]);
      const reason = new Error('enough');
      const calls = {
        read: (options: object) => checkpoint.read(TARGET, ['a'], options),
        write: (options: object) => checkpoint.write([sampleEntry('b')], options),
        delete: (options: object) => checkpoint.delete(TARGET, ['a'], options),
        entries: async (options: object) => {
          for await (const _ of checkpoint.entries({}, options));
        },
      };
      for (const [name, call] of Object.entries(calls)) {
        const aborted = () => call({ signal: AbortSignal.abort(reason) });
        const error = await expectRejection(`${name}, the signal`, aborted, 'ABORTED');
        expectTrue(`${name}, the cause is the signal's reason`, error.cause === reason, error.cause);
        const late = () => call({ deadline: Date.now() - 1000 });
        await expectRejection(`${name}, the deadline`, late, 'TIMEOUT');
      }
      expectSame('nothing was changed', productsOf(await allEntries(checkpoint)), ['a']);
    },
  },
  {
    name: 'close waits for the write under way, can be repeated, and ends the checkpoint',
    group: 'calls',
    needs: [],
    async run(kit) {
      const checkpoint = await kit.open();
      const writing = expectSuccess('the write under way', () => checkpoint.write([sampleEntry('a')]));
      await Promise.all([writing, checkpoint.close()]);
      await checkpoint.close();
      await expectRejection('read', () => checkpoint.read(TARGET, ['a']), 'CLOSED');
      await expectRejection('write', () => checkpoint.write([sampleEntry('b')]), 'CLOSED');
      await expectRejection('delete', () => checkpoint.delete(TARGET, ['a']), 'CLOSED');
      await expectRejection('entries', () => allEntries(checkpoint), 'CLOSED');
    },
  },
];

const lastingCases: readonly CheckpointCase[] = [
  {
    name: 'what was written, replaced and deleted is so after close and open',
    group: 'lasting',
    needs: ['reopen'],
    async run(kit) {
      let checkpoint = await kit.open();
      await checkpoint.write(ids.map((id) => sampleEntry(id)));
      // More than once: what is tidied up on the way must not cost anything.
      for (let round = 0; round < 3; round++) {
        await checkpoint.write([sampleEntry('p001', { category: `round-${round}` }), failed, badPicture]);
        await checkpoint.delete(TARGET, ['p000', `p01${round}`]);
        checkpoint = await kit.reopen(checkpoint);
        const gone = new Set(['p000', ...[0, 1, 2].slice(0, round + 1).map((at) => `p01${at}`)]);
        const left = [...ids.filter((id) => !gone.has(id)), 'failed', 'picture'].sort();
        expectSame('entries', productsOf(await allEntries(checkpoint)).sort(), left);
        const [first, second] = await checkpoint.read(TARGET, ['p000', 'p001']);
        expectSame('deleted', first, null);
        expectSame('replaced', second?.category, `round-${round}`);
        expectSame('failures', await allEntries(checkpoint, { failed: true }), [failed, badPicture]);
      }
    },
  },
  {
    name: 'what was acknowledged is there after a crash',
    group: 'lasting',
    needs: ['reopenAfterCrash'],
    async run(kit) {
      const checkpoint = await kit.open();
      await checkpoint.write(ids.map((id) => sampleEntry(id)));
      await checkpoint.write([sampleEntry('p001', { underway: true })]);
      await checkpoint.delete(TARGET, ['p002']);
      const again = await kit.reopenAfterCrash(checkpoint);
      const left = ids.filter((id) => id !== 'p002');
      expectSame('entries', productsOf(await allEntries(again)), left);
      expectSame('the last state', (await again.read(TARGET, ['p001']))[0]?.underway, true);
      await again.write([sampleEntry('p002')]);
      expectSame('it goes on from there', productsOf(await allEntries(again)), ids);
    },
  },
];

export const checkpointCases: readonly CheckpointCase[] = [
  ...entryCases,
  ...listCases,
  ...callCases,
  ...lastingCases,
];
