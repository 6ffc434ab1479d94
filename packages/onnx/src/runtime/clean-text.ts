export interface TextCleaning {
  /** Letter by letter, as the tokenizers library does it. */
  readonly lowerCase: boolean;
  /** Lower case by words, without ASCII punctuation, one space for several, none at the ends. */
  readonly canonical: boolean;
}

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Whatever Python's re takes for white space: JavaScript's set differs by a few control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the separators U+001C to U+001F are meant
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/**
 * A text as a text tower was taught it, before its tokenizer. SigLIP's canonical form is made outside of
 * `tokenizer.json` by its own tokenizer; a file that makes it as well finds nothing left to do.
 */
export function cleanText(text: string, { lowerCase, canonical }: TextCleaning): string {
  if (!canonical) return lowerCase ? lowerCaseLetters(text) : text;
  // SentencePiece's own sign for a space is a space when somebody writes it.
  const words = text.replaceAll('\u2581', ' ').toLowerCase().replace(PUNCTUATION, '');
  return words.replace(SPACES, ' ').replace(/^ | $/g, '');
}

/** Without the one rule that looks at words: a capital sigma becomes the same letter wherever it stands. */
export function lowerCaseLetters(text: string): string {
  return text.replaceAll('\u03a3', '\u03c3').toLowerCase();
}
