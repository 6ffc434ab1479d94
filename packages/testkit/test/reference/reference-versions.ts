import { ImageSearchError, type StoreVersion, type StoreVersions } from '@imgsearch/core';
import { createReferenceStore } from './create-reference-store.ts';
import { addVersion, type ReferenceBacking, type ReferenceVersion } from './reference-backing.ts';

/** Versions over two pointers, assigned in one step. */
export function referenceVersions(backing: ReferenceBacking, name: string, enter: () => void): StoreVersions {
  const collection = backing.collection(name);
  const tell = ({ id, schema, createdAt }: ReferenceVersion): StoreVersion => {
    const [promoted, previous] = [collection.promoted === id, collection.previous === id];
    return { id, fingerprint: schema.fingerprint, promoted, previous, createdAt };
  };
  const found = (id: string): ReferenceVersion => {
    const version = collection.versions.get(id);
    if (version) return version;
    const hint = 'List the versions first.';
    throw new ImageSearchError({ code: 'STORE_REJECTED', message: `There is no version "${id}".`, hint });
  };
  const travel = async (): Promise<void> => {
    enter();
    await backing.travel(name);
  };
  return {
    async list() {
      await travel();
      return [...collection.versions.values()].map(tell);
    },
    async create(schema) {
      await travel();
      return tell(await addVersion(collection, name, schema));
    },
    async open(id) {
      await travel();
      const version = found(id);
      const store = createReferenceStore(backing, name, version);
      await store.open(version.schema);
      return store;
    },
    async promote(id) {
      await travel();
      if (found(id).id === collection.promoted) return;
      collection.previous = collection.promoted;
      collection.promoted = id;
    },
    async drop(id) {
      await travel();
      found(id);
      if (id === collection.promoted)
        throw new ImageSearchError({
          code: 'STORE_REJECTED',
          message: `Version "${id}" is the promoted one.`,
          hint: 'Promote another one first.',
        });
      collection.versions.delete(id);
    },
  };
}
