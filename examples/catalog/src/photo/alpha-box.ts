import type { RgbaImage } from './warp.ts';

/** Whole pixels; `left` and `top` count from 0. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The smallest box around what is more than half opaque, or undefined where nothing is. */
export function alphaBox({ width, height, data }: RgbaImage): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3]! <= 127) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
