/** First code unit that UTF-8 does not order as JavaScript does: from here on, surrogates and what follows them. */
const FIRST_MOVED = 0xd800;
const MOVED_TO = 0x10000;
const TO_MOVE = /[\uD800-\uFFFF]/g;
const MOVED = /[\u{10000}-\u{127FF}]/gu;

/**
 * Text as a column holds it: its UTF-8 bytes sort as JavaScript's code units do, and lone surrogates survive. Whatever
 * lies below U+D800 stays as it is, Hangul and Latin included; every other code unit moves up to a character of its
 * own. U+E000 to U+FFFF never occur in the result, so that they are free as separators.
 */
export const toOrderedText = (text: string): string =>
  text.replace(TO_MOVE, (unit) => String.fromCodePoint(unit.charCodeAt(0) - FIRST_MOVED + MOVED_TO));

/** The text that `toOrderedText` was given. */
export const fromOrderedText = (text: string): string =>
  text.replace(MOVED, (moved) => String.fromCharCode(moved.codePointAt(0)! - MOVED_TO + FIRST_MOVED));
