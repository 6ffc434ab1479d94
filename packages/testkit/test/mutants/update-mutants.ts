import { type Mutant, mutants } from './mutant.ts';

export const updateMutants: readonly Mutant[] = mutants('update', {
  'update merges metadata into what was there': (store) => ({
    ...store,
    async update(updates, call) {
      const before = await store.get(
        updates.map(({ id }) => id),
        call,
      );
      return store.update(
        updates.map((one, at) =>
          one.metadata ? { ...one, metadata: { ...before[at]?.metadata, ...one.metadata } } : one,
        ),
        call,
      );
    },
  }),
  'update loses the vector': (store) => ({
    ...store,
    async update(updates, call) {
      const outcomes = await store.update(updates, call);
      for (const record of await store.get(updates.map(({ id }) => id)))
        if (record) await store.upsert([{ ...record, vector: Float32Array.of(0, 0, 0, 0, 0, 0, 0, 1) }]);
      return outcomes;
    },
  }),
  'update writes missing records': (store) => ({
    ...store,
    async update(updates, call) {
      const outcomes = await store.update(updates, call);
      const vector = Float32Array.of(0, 0, 0, 0, 0, 0, 0, 1);
      for (const [at, outcome] of outcomes.entries())
        if (outcome.ok && outcome.found === false) {
          const { id, metadata = {} } = updates[at]!;
          await store.upsert([
            { id, productId: id, imageId: '0', category: 'top', contentHash: '', vector, metadata },
          ]);
        }
      return outcomes;
    },
  }),
  'update says found of everything': (store) => ({
    ...store,
    update: async (updates, call) =>
      (await store.update(updates, call)).map((outcome) =>
        outcome.ok ? { ...outcome, found: true } : outcome,
      ),
  }),
  'update of the category wipes the metadata': (store) => ({
    ...store,
    update: (updates, call) =>
      store.update(
        updates.map((one) => ({ metadata: {}, ...one })),
        call,
      ),
  }),
  'update does not look at the category': (store) => ({
    ...store,
    update: (updates, call) =>
      store.update(
        updates.map(({ category: _, ...one }) => one),
        call,
      ),
  }),
  'one bad update fails the others': (store) => ({
    ...store,
    async update(updates, call) {
      const outcomes = await store.update(updates.slice(0, 1), call);
      const [first] = outcomes;
      return first!.ok ? store.update(updates, call) : updates.map(({ id }) => ({ ...first!, id }));
    },
  }),
  'an update of the wrong type is written': (store) => ({
    ...store,
    update: async (updates, call) =>
      (await store.update(updates, call)).map(({ id }) => ({ id, ok: true, found: true })),
  }),
});
