import { expect, it } from 'vitest';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import type { BackgroundReason } from '../spec/photo-report.ts';
import type { SearchResult } from '../spec/search.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import { explainSearch } from './explain-search.ts';

async function filled() {
  const pipeline = createImageSearchPipeline(fakeParts());
  const leaves = [0, 0, 1, 4];
  await pipeline.index(leaves.map((leaf, at) => ({ id: `p${at}`, images: [photoOf(leaf, at)] })));
  return pipeline;
}

it('says what was recognised, removed and found', async () => {
  const pipeline = await filled();
  const { sentences, matched, category } = explainSearch(await pipeline.search({ image: photoOf(0) }));
  expect(category).toMatchObject({ id: 'top', name: 'Top', source: 'classifier' });
  expect(matched).toMatchObject({ products: 4, category: 2, group: 1, everything: 1 });
  expect(sentences[0]).toBe('The category was recognised as Top (90 %).');
  expect(sentences[1]).toMatch(/^The background was removed; the object takes \d+ % of the picture\.$/);
  expect(sentences[2]).toBe(
    '4 products were found (2 in Top, 1 elsewhere in Clothing, 1 beyond); the first is p0, with a similarity of 1.00.',
  );
  expect(sentences).toHaveLength(3);
});

it('says what was not', async () => {
  const pipeline = await filled();
  const chosen = await pipeline.search({ image: photoOf(0), category: false, backgroundRemoval: 'off' });
  expect(explainSearch(chosen).sentences).toEqual([
    'Everything was searched, whatever its category.',
    'The background was left, as asked.',
    expect.stringMatching(/^4 products were found; the first is p[01], with a similarity of [01]\.\d\d\.$/),
  ]);
  const nothing = await pipeline.search({ image: photoOf(0), filter: { productId: 'none' } });
  expect(explainSearch(nothing).sentences.at(-1)).toBe('Nothing was found.');
  const like = await pipeline.search({ productId: 'p3', limit: 1 });
  expect(explainSearch(like).sentences[0]).toBe(
    "The product's own category, Smartphone, was searched first.",
  );
});

it('names every reason for which a background is left, in words of its own', async () => {
  const pipeline = await filled();
  const result = await pipeline.search({ image: photoOf(0) });
  const reasons: BackgroundReason[] = ['off', 'empty', 'full', 'undecided', 'cut-by-frame'];
  const said = reasons.map((reason) => {
    const background = { removed: false, mode: 'auto', reason } as const;
    return explainSearch({ ...result, query: { ...result.query, background } }).sentences[1];
  });
  expect(new Set(said).size).toBe(reasons.length);
  for (const sentence of said) expect(sentence).toMatch(/^The background was left, /);
});

it('says how sure it is', async () => {
  const pipeline = await filled();
  const result: SearchResult = await pipeline.search({ image: photoOf(0) });
  const confidence = { probability: 0.31, confident: false, similarity: 0.6, lead: 0.01 };
  expect(explainSearch({ ...result, confidence }).sentences.at(-1)).toBe(
    'There is no confident match (31 %): these are only the most similar.',
  );
  const sure = { ...confidence, probability: 0.9, confident: true };
  expect(explainSearch({ ...result, confidence: sure }).sentences.at(-1)).toContain('confident match (90 %)');
});
