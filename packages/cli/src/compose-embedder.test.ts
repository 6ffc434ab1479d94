import type { EmbeddingClassifier } from '@imgsearch/core';
import { SPEC_VERSION } from '@imgsearch/core';
import { createFakeClassifier, createFakeEmbedder } from '@imgsearch/core/testing';
import { expect, it } from 'vitest';
import { composeEmbedder, headFor, membersOf } from './compose-embedder.ts';

const open = async (name: string) => createFakeEmbedder({ fingerprint: name, dimensions: name.length });
const head = (seen: Float32Array[]): EmbeddingClassifier => ({
  specVersion: SPEC_VERSION,
  input: 'embedding',
  info: { id: 'head', fingerprint: 'head', maxBatchSize: 8, categories: ['a'] },
  classify: async (vectors) => {
    seen.push(...vectors);
    return vectors.map(() => ({ probabilities: Float32Array.of(1) }));
  },
});

it('is what was named: one, several with shares, or views of them', async () => {
  const printOf = async (choice: Parameters<typeof composeEmbedder>[0]) =>
    (await composeEmbedder(choice, open)).info.fingerprint;
  expect(await printOf({})).toBe('starter');
  expect(await printOf({ embedding: 'mine.json' })).toBe('mine.json');
  expect(await printOf({ embedding: 'starter, mine.json', weights: [1, 3] })).toBe(
    'concatenated(0.25*starter,0.75*mine.json)',
  );
  expect(await printOf({ augment: { mirror: true } })).toBe('augmented(mirror):starter');
  expect(await printOf({ embedding: 'a1,b2', augment: { mirror: false, crops: 0.8 } })).toBe(
    'augmented(crops=0.8):concatenated(0.5*a1,0.5*b2)',
  );
  await expect(printOf({ embedding: 'a1,b2', weights: [1] })).rejects.toThrow(/--weights.*a1, b2/);
});

it("shows the starter's head the starter's part, and another one the first one's", async () => {
  const choice = { embedding: 'mine.json,starter', augment: { mirror: true } };
  expect(membersOf(choice)).toEqual(['mine.json', 'starter']);
  const embedder = await composeEmbedder(choice, open);
  const vectors = [new Float32Array(16).fill(0.25)];
  for (const [category, length] of [
    [undefined, 'starter'.length],
    ['other.json', 'mine.json'.length],
  ] as const) {
    const seen: Float32Array[] = [];
    const classifier = headFor(embedder, head(seen), { ...choice, category });
    await classifier.classify(vectors as never);
    expect(seen[0]).toHaveLength(length);
  }
  const looking = createFakeClassifier();
  expect(headFor(embedder, looking, choice)).toBe(looking);
});
