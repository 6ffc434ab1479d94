// Long, because it is one list: the ways to be wrong, a few lines each.
import type { CallOptions, Checkpoint, CheckpointEntry, CheckpointQuery } from '@imgsearch/core';
import type { WrapCheckpoint } from './reference-adapter.ts';

/** A checkpoint that is wrong in one way. */
export interface CheckpointMutant {
  readonly name: string;
  readonly group: string;
  readonly wrap: WrapCheckpoint;
}

type Change = (entry: CheckpointEntry) => CheckpointEntry;

const withWritten = (checkpoint: Checkpoint, change: Change): Checkpoint => ({
  ...checkpoint,
  write: (entries, options) => checkpoint.write(entries.map(change), options),
});

/** Changes which entries a listing gives. */
function withListed(
  checkpoint: Checkpoint,
  change: (entries: CheckpointEntry[], query: CheckpointQuery) => CheckpointEntry[],
  narrow: (query: CheckpointQuery) => CheckpointQuery = (query) => query,
): Checkpoint {
  return {
    ...checkpoint,
    async *entries(query = {}, options?: CallOptions) {
      const found: CheckpointEntry[] = [];
      for await (const entry of checkpoint.entries(narrow(query), options)) found.push(entry);
      yield* change(found, query);
    },
  };
}

const entries: Record<string, WrapCheckpoint> = {
  'it does not tell for which contract it was written': (checkpoint) =>
    ({ ...checkpoint, specVersion: 0 }) as never,
  'it has no name': (checkpoint) => ({ ...checkpoint, info: { ...checkpoint.info, name: '' } }),
  'what is not known is left out': (checkpoint) => ({
    ...checkpoint,
    read: async (...given) => (await checkpoint.read(...given)).filter((entry) => entry !== null),
  }),
  'delete of an unknown product deletes none': (checkpoint) => ({
    ...checkpoint,
    async delete(target, productIds, options) {
      const known = await checkpoint.read(target, productIds, options);
      if (known.includes(null)) return;
      await checkpoint.delete(target, productIds, options);
    },
  }),
  "the source's mark of a picture is lost": (checkpoint) =>
    withWritten(checkpoint, (entry) => ({
      ...entry,
      images: entry.images.map(({ version: _, ...image }) => image),
    })),
  'the failure of a picture is lost': (checkpoint) =>
    withWritten(checkpoint, (entry) => ({
      ...entry,
      images: entry.images.map(({ failure: _, ...image }) => image),
    })),
  'that a product is under way is lost': (checkpoint) =>
    withWritten(checkpoint, ({ underway: _, ...entry }) => entry),
  'times of failures lose their milliseconds': (checkpoint) =>
    withWritten(checkpoint, (entry) => ({
      ...entry,
      ...(entry.failure && { failure: { ...entry.failure, at: entry.failure.at.replace(/\.\d+/, '') } }),
    })),
  'read answers in an order of its own': (checkpoint) => ({
    ...checkpoint,
    read: (target, productIds, options) => checkpoint.read(target, [...productIds].sort(), options),
  }),
  'a product asked twice is answered once': (checkpoint) => ({
    ...checkpoint,
    read: (target, productIds, options) => checkpoint.read(target, [...new Set(productIds)], options),
  }),
  'a write merges into what was there': (checkpoint) => ({
    ...checkpoint,
    async write(written, options) {
      const merged: CheckpointEntry[] = [];
      for (const entry of written) {
        const [old] = await checkpoint.read(entry.target, [entry.productId], options);
        merged.push({ ...old, ...entry });
      }
      await checkpoint.write(merged, options);
    },
  }),
  'of one product twice in a batch the first counts': (checkpoint) => ({
    ...checkpoint,
    write: (written, options) => checkpoint.write([...written].reverse(), options),
  }),
  'what is there is not replaced': (checkpoint) => ({
    ...checkpoint,
    async write(written, options) {
      const fresh: CheckpointEntry[] = [];
      for (const entry of written)
        if ((await checkpoint.read(entry.target, [entry.productId], options))[0] === null) fresh.push(entry);
      await checkpoint.write(fresh, options);
    },
  }),
  'delete reaches into other targets': (checkpoint) => ({
    ...checkpoint,
    async delete(target, productIds, options) {
      await checkpoint.delete(target, productIds, options);
      for (const other of ['a', 'b']) await checkpoint.delete(other.repeat(64), productIds, options);
    },
  }),
  'targets are not told apart': (checkpoint) => ({
    ...checkpoint,
    async read(target, productIds, options) {
      const elsewhere = await checkpoint.read('b'.repeat(64), productIds, options);
      const here = await checkpoint.read(target, productIds, options);
      return here.map((entry, at) => elsewhere[at] ?? entry);
    },
  }),
  'delete forgets the first product alone': (checkpoint) => ({
    ...checkpoint,
    delete: (target, productIds, options) => checkpoint.delete(target, productIds.slice(0, 1), options),
  }),
  'a product that was deleted does not come again': (checkpoint) => {
    const gone = new Set<string>();
    return {
      ...checkpoint,
      async delete(target, productIds, options) {
        await checkpoint.delete(target, productIds, options);
        for (const id of productIds) gone.add(id);
      },
      write: (written, options) =>
        checkpoint.write(
          written.filter(({ productId }) => !gone.has(productId)),
          options,
        ),
    };
  },
  'it keeps the objects that it is given': (checkpoint) => {
    const given = new Map<string, CheckpointEntry>();
    return {
      ...checkpoint,
      async write(written, options) {
        await checkpoint.write(written, options);
        for (const entry of written) given.set(`${entry.target} ${entry.productId}`, entry);
      },
      read: async (target, productIds, options) =>
        (await checkpoint.read(target, productIds, options)).map(
          (entry, at) => entry && given.get(`${target} ${productIds[at]}`)!,
        ),
    };
  },
  'it hands out the objects that it keeps': (checkpoint) => {
    const out = new Map<string, CheckpointEntry>();
    return {
      ...checkpoint,
      async write(written, options) {
        await checkpoint.write(written, options);
        for (const { target, productId } of written) out.delete(`${target} ${productId}`);
      },
      read: async (target, productIds, options) =>
        (await checkpoint.read(target, productIds, options)).map((entry, at) => {
          const key = `${target} ${productIds[at]}`;
          if (entry && !out.has(key)) out.set(key, entry);
          return entry && out.get(key)!;
        }),
    };
  },
  'product ids are cut at 255 characters': (checkpoint) =>
    withWritten(checkpoint, (entry) => ({ ...entry, productId: entry.productId.slice(0, 255) })),
  'product ids are trimmed': (checkpoint) =>
    withWritten(checkpoint, (entry) => ({ ...entry, productId: entry.productId.trim() || entry.productId })),
  "product ids are kept in Unicode's composed form": (checkpoint) =>
    withWritten(checkpoint, (entry) => ({ ...entry, productId: entry.productId.normalize('NFC') })),
};

const listing: Record<string, WrapCheckpoint> = {
  'a listing ends after a hundred': (checkpoint) => withListed(checkpoint, (found) => found.slice(0, 100)),
  'replaced entries are listed as well': (checkpoint) => {
    const older: CheckpointEntry[] = [];
    const listed = withListed(checkpoint, (found, { target, failed }) => [
      ...found,
      ...(failed ? [] : older.filter((entry) => target === undefined || entry.target === target)),
    ]);
    return {
      ...listed,
      async write(written, options) {
        for (const { target, productId } of written)
          for (const old of await checkpoint.read(target, [productId], options)) if (old) older.push(old);
        await checkpoint.write(written, options);
      },
    };
  },
  'a listing gives every target': (checkpoint) =>
    withListed(
      checkpoint,
      (found) => found,
      ({ failed }) => ({ failed }),
    ),
  'failed leaves out failures of pictures': (checkpoint) =>
    withListed(checkpoint, (found, { failed }) =>
      failed ? found.filter(({ failure }) => failure !== undefined) : found,
    ),
  'failed gives what is under way': (checkpoint) =>
    withListed(
      checkpoint,
      (found, { failed }) =>
        failed
          ? found.filter(
              ({ failure, images, underway }) =>
                underway || failure || images.some((image) => image.failure !== undefined),
            )
          : found,
      ({ target }) => ({ target }),
    ),
  'failed remembers failures that are over': (checkpoint) => {
    const once = new Set<string>();
    const listed = withListed(
      checkpoint,
      (found, { failed }) => (failed ? found.filter(({ productId }) => once.has(productId)) : found),
      ({ target }) => ({ target }),
    );
    return {
      ...listed,
      async write(written, options) {
        await checkpoint.write(written, options);
        for (const { productId, failure, images } of written)
          if (failure || images.some((image) => image.failure)) once.add(productId);
      },
    };
  },
  'a listing follows what is written meanwhile without end': (checkpoint) => ({
    ...checkpoint,
    async *entries(query, options) {
      const told = new Set<string>();
      for (let more = true; more; ) {
        more = false;
        for await (const entry of checkpoint.entries(query, options)) {
          const key = `${entry.target} ${entry.productId} ${entry.category ?? ''}`;
          if (told.has(key)) continue;
          told.add(key);
          more = true;
          yield entry;
        }
      }
    },
  }),
  'a listing loses its place where something is deleted': (checkpoint) => ({
    ...checkpoint,
    async *entries(query, options) {
      for (let offset = 0; ; offset += 10) {
        const all: CheckpointEntry[] = [];
        for await (const entry of checkpoint.entries(query, options)) all.push(entry);
        // Newest first, as many engines page.
        const page = all.reverse().slice(offset, offset + 10);
        if (page.length === 0) return;
        yield* page;
      }
    },
  }),
};

const calls: Record<string, WrapCheckpoint> = {
  'one of two writes at a time is lost': (checkpoint) => {
    let writing = 0;
    return {
      ...checkpoint,
      async write(written, options) {
        writing++;
        await new Promise((resolve) => setTimeout(resolve, 2));
        const alone = writing === 1;
        writing--;
        if (alone || written.length < 10) await checkpoint.write(written, options);
      },
    };
  },
  'a reader sees half an entry': (checkpoint) => ({
    ...checkpoint,
    async write(written, options) {
      await checkpoint.write(
        written.map((entry) => ({ ...entry, images: [] })),
        options,
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      await checkpoint.write(written, options);
    },
  }),
  'abort and deadline are ignored': (checkpoint) => ({
    ...checkpoint,
    read: (target, productIds) => checkpoint.read(target, productIds),
    write: (written) => checkpoint.write(written),
    delete: (target, productIds) => checkpoint.delete(target, productIds),
    entries: (query) => checkpoint.entries(query),
  }),
  'an aborted write is made all the same': (checkpoint) => ({
    ...checkpoint,
    async write(written, options) {
      await checkpoint.write(written);
      await checkpoint.write([], options);
    },
  }),
  'an aborted call has no reason': (checkpoint) => ({
    ...checkpoint,
    read: (target, productIds, options) =>
      checkpoint.read(
        target,
        productIds,
        options?.signal?.aborted ? { signal: AbortSignal.abort() } : options,
      ),
  }),
  'a closed checkpoint answers': (checkpoint) => ({ ...checkpoint, close: async () => undefined }),
  'close leaves the write under way behind': (checkpoint) => ({
    ...checkpoint,
    async write(written, options) {
      await new Promise((resolve) => setTimeout(resolve, 3));
      await checkpoint.write(written, options);
    },
  }),
};

const lasting: Record<string, WrapCheckpoint> = {
  'the last batch is lost with the process': (checkpoint) => {
    let waiting: readonly CheckpointEntry[] = [];
    const settle = async (): Promise<void> => {
      const batch = waiting;
      waiting = [];
      await checkpoint.write(batch);
    };
    return {
      ...checkpoint,
      async write(written, options) {
        await settle();
        waiting = written;
        await checkpoint.write([], options);
      },
      async read(...given) {
        await settle();
        return checkpoint.read(...given);
      },
      async delete(target, productIds, options) {
        const later = waiting;
        waiting = [];
        await checkpoint.write(later.filter(({ underway }) => underway === undefined));
        await checkpoint.delete(target, productIds, options);
      },
      async *entries(...given) {
        await settle();
        yield* checkpoint.entries(...given);
      },
      async close() {
        await settle().catch(() => undefined);
        await checkpoint.close();
      },
    };
  },
  'deleted products are back after a restart': (checkpoint) => {
    const gone = new Set<string>();
    const keyOf = (target: string, productId: string): string => `${target} ${productId}`;
    const listed = withListed(checkpoint, (found) =>
      found.filter(({ target, productId }) => !gone.has(keyOf(target, productId))),
    );
    return {
      ...listed,
      async delete(target, productIds, options) {
        await checkpoint.delete(target, [], options);
        for (const id of productIds) gone.add(keyOf(target, id));
      },
      async write(written, options) {
        await checkpoint.write(written, options);
        for (const { target, productId } of written) gone.delete(keyOf(target, productId));
      },
      read: async (target, productIds, options) =>
        (await checkpoint.read(target, productIds, options)).map((entry, at) =>
          gone.has(keyOf(target, productIds[at]!)) ? null : entry,
        ),
    };
  },
  'failures do not outlive the process': (checkpoint, { kept }) => {
    const whenOpened = (async () => {
      const all: CheckpointEntry[] = [];
      for await (const entry of kept.entries({ failed: true })) all.push(entry);
      for (const { target, productId } of all) await kept.delete(target, [productId]);
    })();
    return {
      ...checkpoint,
      async read(...given) {
        await whenOpened;
        return checkpoint.read(...given);
      },
      async *entries(...given) {
        await whenOpened;
        yield* checkpoint.entries(...given);
      },
    };
  },
  'opening again begins anew': (checkpoint, { kept }) => {
    const whenOpened = (async () => {
      for await (const { target, productId } of kept.entries()) await kept.delete(target, [productId]);
    })();
    return {
      ...checkpoint,
      async *entries(...given) {
        await whenOpened;
        yield* checkpoint.entries(...given);
      },
    };
  },
};

const grouped = { entries, listing, calls, lasting };

export const checkpointMutants: readonly CheckpointMutant[] = Object.entries(grouped).flatMap(
  ([group, wraps]) => Object.entries(wraps).map(([name, wrap]) => ({ name, group, wrap })),
);
