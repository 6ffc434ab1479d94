import { type Category, defaultTaxonomy } from '@imgsearch/core';

const plain = (word: string): string =>
  word
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');

const leaves: readonly Category[] = defaultTaxonomy.flatMap((group) => group.children ?? []);
const byWord = new Map<string, string>();
for (const { id, names } of leaves)
  for (const word of [id, ...Object.values(names ?? {})]) {
    byWord.set(plain(word), id);
    byWord.set(`${plain(word)}s`, id);
  }

/** Leaf id for a word such as `chair`, `Chairs` or `의자`; undefined where the taxonomy has none. */
export function findCategory(word: unknown): string | undefined {
  return typeof word === 'string' ? byWord.get(plain(word)) : undefined;
}
