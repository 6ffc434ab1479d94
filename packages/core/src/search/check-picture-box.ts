import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { PictureBox } from '../spec/search.ts';

/** Fractions that a page computed from pixels may end a hair beyond the edge. */
const SLACK = 1e-6;

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkPictureBox(value: unknown, option = 'box'): PictureBox | undefined {
  if (value === undefined) return undefined;
  checkKeys(option, value, ['left', 'top', 'width', 'height']);
  const given = value as Record<keyof PictureBox, unknown>;
  const fraction = (key: keyof PictureBox): number =>
    checkNumber(`${option}.${key}`, given[key], { min: 0, max: 1 });
  const box = {
    left: fraction('left'),
    top: fraction('top'),
    width: fraction('width'),
    height: fraction('height'),
  };
  const inside = box.left + box.width <= 1 + SLACK && box.top + box.height <= 1 + SLACK;
  if (box.width === 0 || box.height === 0 || !inside)
    throw invalidOption(
      option,
      'a part of the picture in fractions from 0 to 1 { left, top, width, height }',
      JSON.stringify(box),
      'Divide pixels by the width and height of the picture as people see it; the box ends inside.',
    );
  return box;
}
