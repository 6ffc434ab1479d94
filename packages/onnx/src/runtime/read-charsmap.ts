/**
 * SentencePiece's own normalisation, which a vocabulary brings along as `precompiled_charsmap`: what each character, or
 * sequence of them, becomes.
 *
 * The format is SentencePiece's: the length of a double-array trie in bytes, the trie (as darts-clone lays it out, keys
 * in UTF-8, values offsets into what follows), then the replacements, each ended by a zero. As there, the longest
 * known sequence is replaced; what is not known stays.
 * @param base64 as `tokenizer.json` holds it
 * @returns what normalises a text
 */
export function readCharsmap(base64: string): (text: string) => string {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const units = view.getUint32(0, true) / 4;
  const unit = (at: number): number => (at < units ? view.getUint32(4 + 4 * at, true) : 0);
  const replacements = bytes.subarray(4 + 4 * units);
  const decoder = new TextDecoder();
  const replacement = (start: number): string =>
    decoder.decode(replacements.subarray(start, replacements.indexOf(0, start)));

  /** The longest sequence known at a place: its length in bytes, and where its replacement stands. */
  function longest(text: Uint8Array, from: number): { length: number; start: number } | undefined {
    let found: { length: number; start: number } | undefined;
    let node = offsetOf(unit(0));
    for (let at = from; at < text.length; at++) {
      node ^= text[at]!;
      const one = unit(node);
      if ((one & 0x800000ff) !== text[at]) break;
      node ^= offsetOf(one);
      if (one & 0x100) found = { length: at + 1 - from, start: unit(node) & 0x7fffffff };
    }
    return found;
  }

  return (text) => {
    const encoded = new TextEncoder().encode(text);
    let normalised = '';
    let kept = 0;
    for (let at = 0; at < encoded.length; ) {
      const found = longest(encoded, at);
      if (found) {
        normalised += decoder.decode(encoded.subarray(kept, at)) + replacement(found.start);
        at += found.length;
        kept = at;
      } else at += lengthOfCharacter(encoded[at]!);
    }
    return normalised + decoder.decode(encoded.subarray(kept));
  };
}

const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 0x200) >>> 6);

const lengthOfCharacter = (first: number): number =>
  first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
