import type { Segmentation } from '../spec/background-remover.ts';

/** Pixel box in an image; right and bottom are `left + width` and `top + height`. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The object's box in an image of the given size, with room around it, clipped to the frame. A column or row
 * belongs to the object when any of its mask pixels has a probability of at least 0.5.
 * @param margin fraction of the object's longer side; null, or a mask without an object, gives the whole frame
 */
export function objectBox(mask: Segmentation, width: number, height: number, margin: number | null): Box {
  const whole: Box = { left: 0, top: 0, width, height };
  if (margin === null) return whole;
  let [minX, minY, maxX, maxY] = [mask.width, mask.height, -1, -1];
  for (let y = 0, at = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++, at++) {
      if (mask.data[at]! < 128) continue;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      maxY = y;
    }
  }
  if (maxX < 0) return whole;
  const scaleX = width / mask.width;
  const scaleY = height / mask.height;
  const room = margin * Math.max((maxX + 1 - minX) * scaleX, (maxY + 1 - minY) * scaleY);
  const left = Math.max(0, Math.floor(minX * scaleX - room));
  const top = Math.max(0, Math.floor(minY * scaleY - room));
  const right = Math.min(width, Math.ceil((maxX + 1) * scaleX + room));
  const bottom = Math.min(height, Math.ceil((maxY + 1) * scaleY + room));
  return { left, top, width: right - left, height: bottom - top };
}
