import type { Tokenizer } from '@huggingface/tokenizers';
import { cleanText, type TextCleaning } from './clean-text.ts';
import { createTokenizer } from './create-tokenizer.ts';

/** Turns a text into at most `contextLength` token ids, without padding. */
export type TextEncoder = (
  text: string,
  options: TextCleaning & { readonly contextLength: number },
) => number[];

/**
 * A text too long loses words, never the end token that a tokenizer puts last: CLIP reads its answer there.
 * @param TokenizerClass of `@huggingface/tokenizers`, which a worker loads when the first text comes
 * @param data content of a `tokenizer.json`
 */
export function createTextEncoder(TokenizerClass: typeof Tokenizer, data: object): TextEncoder {
  const tokenizer = createTokenizer(TokenizerClass, data);
  return (text, { contextLength, ...cleaning }) => {
    const input = cleanText(text, cleaning);
    const { ids } = tokenizer.encode(input);
    if (ids.length <= contextLength) return ids;
    const plain = tokenizer.encode(input, { add_special_tokens: false }).ids;
    const hasEnd = ids.length > plain.length && ids.at(-1) !== plain.at(-1);
    return hasEnd ? [...ids.slice(0, contextLength - 1), ids.at(-1)!] : ids.slice(0, contextLength);
  };
}
