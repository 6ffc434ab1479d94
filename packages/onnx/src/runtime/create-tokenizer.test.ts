import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { createTextEncoder, type TextEncoder } from './text-encoder.ts';

interface Kind {
  contextLength: number;
  padId: number;
  lowerCase?: boolean;
  canonical?: boolean;
  texts: { text: string; ids: number[] }[];
  hashes: string;
}
interface Golden {
  madeBy: string;
  count: number;
  fragments: string[];
  separators: string[];
  kinds: Record<'clip' | 'siglip' | 'gemma', Kind>;
}
const file = (name: string): Buffer =>
  readFileSync(new URL(`../../golden/tokenizers/${name}`, import.meta.url));
const golden: Golden = JSON.parse(file('answers.json').toString());
const tokenizerOf = (kind: string) => JSON.parse(gunzipSync(file(`${kind}.json.gz`)).toString());

/** The same texts as `make-tokenizers.py`, by the same generator. */
function randomTexts(): string[] {
  let state = 20200920;
  const pick = (count: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 4) % count;
  };
  return Array.from({ length: golden.count }, () => {
    let text = '';
    for (let at = 0, end = 1 + pick(9); at < end; at++) {
      if (at > 0) text += golden.separators[pick(golden.separators.length)];
      text += golden.fragments[pick(golden.fragments.length)];
    }
    return text;
  });
}

/** FNV-1a of the ids as little-endian 32-bit numbers. */
function hashOf(ids: readonly number[]): number {
  const bytes = new Uint8Array(Uint32Array.from(ids).buffer);
  return bytes.reduce((state, byte) => Math.imul(state ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

/** What goes into the graph: ids, then padding. */
function rowOf(encode: TextEncoder, text: string, kind: Kind): number[] {
  const { contextLength, lowerCase = false, canonical = false } = kind;
  const ids = encode(text, { contextLength, lowerCase, canonical });
  return [...ids, ...new Array<number>(contextLength - ids.length).fill(kind.padId)];
}

function differing(encode: TextEncoder, kind: Kind): string[] {
  const bytes = Buffer.from(kind.hashes, 'base64');
  return randomTexts().filter((text, at) => hashOf(rowOf(encode, text, kind)) !== bytes.readUInt32LE(4 * at));
}

describe(`ids equal those of ${golden.madeBy}`, () => {
  const { clip, siglip, gemma } = golden.kinds;
  const plain = tokenizerOf('siglip');
  // As T5 tokenizers are, Marqo's among them: without SigLIP's own cleaning.
  plain.normalizer.normalizers.splice(0, 4);
  const cases = {
    clip: [tokenizerOf('clip'), clip],
    siglip: [tokenizerOf('siglip'), siglip],
    'siglip without its cleaning': [plain, siglip],
    gemma: [tokenizerOf('gemma'), gemma],
  } as const;

  it.each(Object.entries(cases))('%s', (_, [data, kind]) => {
    const encode = createTextEncoder(Tokenizer, data);
    const padded = (ids: readonly number[]) => [
      ...ids,
      ...new Array<number>(kind.contextLength - ids.length).fill(kind.padId),
    ];
    for (const { text, ids } of kind.texts)
      expect(rowOf(encode, text, kind), JSON.stringify(text)).toEqual(padded(ids));
    expect(differing(encode, kind)).toEqual([]);
  });

  it('and the comparison sees what the package does by itself', () => {
    for (const kind of ['clip', 'siglip'] as const) {
      const tokenizer = new Tokenizer(tokenizerOf(kind), {});
      const { contextLength } = golden.kinds[kind];
      const encode: TextEncoder = (text) => tokenizer.encode(text).ids.slice(0, contextLength);
      expect(differing(encode, golden.kinds[kind]).length).toBeGreaterThan(100);
    }
  });

  it('and another padding, case or cleaning', () => {
    const encode = createTextEncoder(Tokenizer, tokenizerOf('siglip'));
    expect(differing(encode, { ...siglip, padId: 0 }).length).toBeGreaterThan(golden.count / 2);
    const raw = createTextEncoder(Tokenizer, plain);
    expect(differing(raw, { ...siglip, canonical: false }).length).toBeGreaterThan(100);
    const multilingual = createTextEncoder(Tokenizer, tokenizerOf('gemma'));
    expect(differing(multilingual, { ...gemma, lowerCase: false }).length).toBeGreaterThan(100);
  });
});
