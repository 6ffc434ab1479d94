import type { Tokenizer } from '@huggingface/tokenizers';
import { lowerCaseLetters } from './clean-text.ts';
import { readCharsmap } from './read-charsmap.ts';

/** A step of a tokenizer, and what `tokenizer.json` says of it; steps may be lists of steps. */
interface Step {
  normalize?: (text: string) => string;
  pattern?: RegExp;
  readonly normalizers?: readonly (Step | null)[];
  readonly tokenizers?: readonly (Step | null)[];
}
interface StepData {
  readonly type?: string;
  readonly precompiled_charsmap?: string | null;
  readonly normalizers?: readonly StepData[];
  readonly pretokenizers?: readonly StepData[];
}

/**
 * A tokenizer that gives the ids of the reference (the tokenizers library in Rust) where `@huggingface/tokenizers`
 * 0.2.0 by itself does not; `create-tokenizer.test.ts` holds it to Python.
 *
 * - SentencePiece's normalisation is read from the file; the package has a fixed one that stands for most of it.
 * - Lower case is made letter by letter: a Greek sigma at the end of a word stays the letter that it is elsewhere.
 * - In the byte-level pattern `\s` means Unicode's white space, to which JavaScript adds the byte order mark.
 * @param data content of a `tokenizer.json`
 */
export function createTokenizer(TokenizerClass: typeof Tokenizer, data: object): Tokenizer {
  const { normalizer, pre_tokenizer } = data as Record<string, StepData | undefined>;
  const tokenizer = new TokenizerClass(data, {});
  correct(tokenizer.normalizer as Step | null, normalizer);
  correct(tokenizer.pre_tokenizer as Step | null, pre_tokenizer);
  return tokenizer;
}

function correct(step: Step | null | undefined, data: StepData | null | undefined): void {
  if (!step || !data) return;
  if (data.type === 'Lowercase') step.normalize = lowerCaseLetters;
  if (data.type === 'Precompiled' && data.precompiled_charsmap)
    step.normalize = readCharsmap(data.precompiled_charsmap);
  if (data.type === 'ByteLevel' && step.pattern)
    step.pattern = new RegExp(unicodeSpaces(step.pattern.source), step.pattern.flags);
  const parts = step.normalizers ?? step.tokenizers ?? [];
  const ofParts = data.normalizers ?? data.pretokenizers ?? [];
  for (const [at, part] of parts.entries()) correct(part, ofParts[at]);
}

const unicodeSpaces = (pattern: string): string =>
  pattern.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}');
