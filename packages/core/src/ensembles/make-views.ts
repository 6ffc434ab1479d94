import type { RasterImage } from '../spec/raster-image.ts';

/** A part of a picture, mirrored or not; the whole picture as it is is `{ left: 0, top: 0, share: 1, mirrored: false }`. */
export interface View {
  /** Where the part begins, of the room that there is: 0 at the left or top, 1 at the right or bottom. */
  readonly left: number;
  readonly top: number;
  /** Of width and height. */
  readonly share: number;
  readonly mirrored: boolean;
}

const CORNERS = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
  [0.5, 0.5],
] as const;

/** The whole picture, then its corners and middle where crops are wanted; each mirrored too where that is wanted. */
export function planViews(mirror: boolean, crops: number | undefined): readonly View[] {
  const parts = [
    { left: 0, top: 0, share: 1 },
    ...(crops === undefined ? [] : CORNERS.map(([left, top]) => ({ left, top, share: crops }))),
  ];
  const sides = mirror ? [false, true] : [false];
  return parts.flatMap((part) => sides.map((mirrored) => ({ ...part, mirrored })));
}

/** To be awaited between pieces of work. */
export type Pacer = () => Promise<void>;

/** Pixels of one piece: a tenth of a millisecond. */
const PIECE = 32_768;

/** The view of a picture; the picture itself for the whole, else a raster of its own. Sizes are rounded, at least 1. */
export async function makeView(image: RasterImage, view: View, pace: Pacer): Promise<RasterImage> {
  if (view.share === 1 && !view.mirrored) return image;
  const { channels, data } = image;
  const [width, left] = place(image.width, view.share, view.left);
  const [height, top] = place(image.height, view.share, view.top);
  const row = width * channels;
  const pixels = new Uint8Array(row * height);
  const rowsAPiece = Math.max(1, Math.floor(PIECE / width));
  for (let begin = 0; begin < height; begin += rowsAPiece) {
    const end = Math.min(height, begin + rowsAPiece);
    for (let y = begin; y < end; y++) {
      const from = ((top + y) * image.width + left) * channels;
      if (view.mirrored) copyMirrored(data, from, pixels, y * row, row, channels);
      else pixels.set(data.subarray(from, from + row), y * row);
    }
    await pace();
  }
  return { width, height, channels, data: pixels };
}

function place(size: number, share: number, where: number): readonly [size: number, begin: number] {
  const part = Math.max(1, Math.round(size * share));
  return [part, Math.round((size - part) * where)];
}

function copyMirrored(
  source: Uint8Array,
  from: number,
  target: Uint8Array,
  to: number,
  row: number,
  channels: 3 | 4,
): void {
  for (let at = from, back = to + row - channels; back >= to; at += channels, back -= channels) {
    target[back] = source[at]!;
    target[back + 1] = source[at + 1]!;
    target[back + 2] = source[at + 2]!;
    if (channels === 4) target[back + 3] = source[at + 3]!;
  }
}
