/** Colours are `#rrggbb` strings; arithmetic is done in 8-bit sRGB, which is enough for drawing. */
export type Colour = string;

/** What shops sell: few names, so that many products share their colours. */
export const palette = {
  black: '#26272b',
  charcoal: '#4a4d54',
  grey: '#9a9da3',
  white: '#f1f0ec',
  cream: '#e8dcc3',
  beige: '#c9ae86',
  camel: '#b07b45',
  brown: '#6b4429',
  navy: '#24345c',
  blue: '#2f62b5',
  sky: '#8fb8de',
  teal: '#2b7f86',
  mint: '#a5d6bf',
  olive: '#6c7040',
  green: '#2f7a4b',
  yellow: '#e5b93a',
  orange: '#dd7431',
  red: '#bf2f37',
  burgundy: '#6f2236',
  pink: '#e7a3b5',
  magenta: '#b83c7c',
  lilac: '#a893cf',
} as const;

export type ColourName = keyof typeof palette;

function channels(colour: Colour): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const a = channels(from);
  const b = channels(to);
  const mixed = a.map((value, index) => Math.round(value + (b[index]! - value) * share));
  return `#${mixed.map((value) => Math.min(255, Math.max(0, value)).toString(16).padStart(2, '0')).join('')}`;
}

/** Positive lightens towards white, negative darkens towards a bluish black; -1 to 1. */
export function tint(colour: Colour, amount: number): Colour {
  return amount >= 0 ? mix(colour, '#ffffff', amount) : mix(colour, '#0b0c12', -amount);
}

/** Relative lightness, 0 to 1. */
export function lightness(colour: Colour): number {
  const [red, green, blue] = channels(colour);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
