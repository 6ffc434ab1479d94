/** Turns a text into at most `contextLength` token ids, without padding. */
export type TextEncoder = (
  text: string,
  options: { readonly contextLength: number; readonly lowerCase: boolean },
) => number[];

interface TokenizerLike {
  encode(text: string, options?: { add_special_tokens?: boolean }): { ids: number[] };
}

/**
 * A text too long loses words, never the end token that a tokenizer puts last: CLIP reads its answer there.
 * @param tokenizer of `@huggingface/tokenizers`
 */
export function createTextEncoder(tokenizer: TokenizerLike): TextEncoder {
  return (text, { contextLength, lowerCase }) => {
    const input = lowerCase ? text.toLowerCase() : text;
    const { ids } = tokenizer.encode(input);
    if (ids.length <= contextLength) return ids;
    const plain = tokenizer.encode(input, { add_special_tokens: false }).ids;
    const hasEnd = ids.length > plain.length && ids.at(-1) !== plain.at(-1);
    return hasEnd ? [...ids.slice(0, contextLength - 1), ids.at(-1)!] : ids.slice(0, contextLength);
  };
}
