import { expect, it } from 'vitest';
import { fromOrderedText, toOrderedText } from './ordered-text.ts';

/** Every kind of code unit: before, at and after the surrogates, alone and in pairs. */
const units = [
  0, 1, 0x27, 0x41, 0xac00, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xe001, 0xfeff, 0xffff,
];
const texts = [
  '',
  ...units.flatMap((a) => [String.fromCharCode(a), ...units.map((b) => String.fromCharCode(a, b))]),
];
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

it('sorts by UTF-8 bytes as JavaScript sorts the originals', () => {
  expect(texts.map(toOrderedText).sort(byBytes)).toEqual([...texts].sort().map(toOrderedText));
});

it('gives every text back, lone surrogates included, after a way through UTF-8', () => {
  const back = texts.map((text) => fromOrderedText(Buffer.from(toOrderedText(text)).toString('utf8')));
  expect(back).toEqual(texts);
});

it('leaves Latin and Hangul as they are, and the separators free', () => {
  expect(toOrderedText("Chair d'été 의자")).toBe("Chair d'été 의자");
  expect(texts.map(toOrderedText).join('')).not.toMatch(/[\uE000-\uFFFF]/u);
});
