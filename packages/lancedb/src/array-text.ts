import { toOrderedText } from './ordered-text.ts';
import { toSortableNumber } from './sortable-number.ts';

const OPEN = '\uE000';
const CLOSE = '\uE001';
/** Any character of an element, as a class of Rust's regular expressions. */
const ANY = '[^\\x{E000}\\x{E001}]';
const SPECIAL = /[\\.+*?()|[\]{}^$#&\-~\s]/g;

export interface TextRange {
  readonly gt?: string | undefined;
  readonly gte?: string | undefined;
  readonly lt?: string | undefined;
  readonly lte?: string | undefined;
}

/** Text of one element: what equal elements share, sorted as they are. */
export const elementText = (value: string | number): string =>
  typeof value === 'number' ? toSortableNumber(value) : toOrderedText(value);

/** One element between separators, as `contains` looks for it. */
export const enclosed = (element: string): string => `${OPEN}${element}${CLOSE}`;

/** An array field as its column holds it: SQL can ask for one element, and a pattern for a range of them. */
export const toArrayText = (values: readonly (string | number)[]): string =>
  values.map((value) => enclosed(elementText(value))).join('');

/** A regular expression (Rust's) that finds an element inside the bounds, given as element texts. */
export function rangePattern({ gt, gte, lt, lte }: TextRange): string | undefined {
  const least = maximum(gt, gte);
  const most = minimum(lt, lte);
  const low = least === undefined ? undefined : { text: [...least], included: least !== gt };
  const high = most === undefined ? undefined : { text: [...most], included: most !== lt };
  const inside = between(low, high);
  return inside.length === 0 ? undefined : `\\x{E000}(?:${inside.join('|')})\\x{E001}`;
}

interface Bound {
  /** Characters. */
  readonly text: readonly string[];
  readonly included: boolean;
}

const literal = (characters: readonly string[]): string =>
  characters.join('').replace(SPECIAL, (character) => code(character.codePointAt(0)!));
const code = (point: number): string => `\\x{${point.toString(16)}}`;
const point = (character: string): number => character.codePointAt(0)!;
/** Texts that go on from `before` with one character of a span; none where the span is empty. */
function onward(before: readonly string[], first: number, last: number): string[] {
  // Between U+D7FF and U+10000 no element has a character, and a pattern may not name surrogates.
  const start = first === 0xd800 ? 0x10000 : first;
  if (start > last) return [];
  return [`${literal(before)}[${code(start)}-${code(last)}--\\x{E000}\\x{E001}]${ANY}*`];
}

/** Alternatives for texts beyond a bound that share its first `from` characters. */
function greater({ text, included }: Bound, from = 0): string[] {
  const found = [`${literal(text)}${ANY}${included ? '*' : '+'}`];
  for (let at = from; at < text.length; at++)
    found.push(...onward(text.slice(0, at), point(text[at]!) + 1, 0x10ffff));
  return found;
}

/** Alternatives for texts before a bound that share its first `from` characters and have `shortest` at least. */
function less({ text, included }: Bound, from = 0, shortest = from): string[] {
  const found = included ? [literal(text)] : [];
  for (let at = from; at < text.length; at++) {
    if (at >= shortest) found.push(literal(text.slice(0, at)));
    found.push(...onward(text.slice(0, at), 0, point(text[at]!) - 1));
  }
  return found;
}

function between(low: Bound | undefined, high: Bound | undefined): string[] {
  if (low === undefined) return high === undefined ? [] : less(high);
  if (high === undefined) return greater(low);
  let shared = 0;
  while (shared < low.text.length && low.text[shared] === high.text[shared]) shared++;
  const [after, end] = [low.text[shared], high.text[shared]];
  if (after === undefined) {
    const lowest = low.included ? [literal(low.text)] : [];
    if (end === undefined) return high.included ? lowest : [];
    return [...lowest, ...less(high, shared, shared + 1)];
  }
  if (end === undefined || point(after) > point(end)) return [];
  return [
    ...greater(low, shared + 1),
    ...onward(low.text.slice(0, shared), point(after) + 1, point(end) - 1),
    ...less(high, shared + 1),
  ];
}

const maximum = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined ? b : b === undefined ? a : compare(a, b) >= 0 ? a : b;
const minimum = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined ? b : b === undefined ? a : compare(a, b) <= 0 ? a : b;
/** By code point: element texts hold no lone surrogate, and sort as UTF-8 does. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
