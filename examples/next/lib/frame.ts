// How a frame is drawn around a part of a photo.
import type { PictureBox } from '@imgsearch/core';

/** Across and down, in fractions of the photo. */
export type Point = readonly [x: number, y: number];

/** What a press on the photo began. */
export type Grip =
  | { readonly kind: 'draw'; readonly corner: Point }
  | { readonly kind: 'move'; readonly from: Point; readonly frame: PictureBox };

/** What a dialog begins with: most of what people mean lies in the middle. */
export const FIRST_FRAME: PictureBox = { left: 0.2, top: 0.2, width: 0.6, height: 0.6 };

const SMALLEST = 0.05;
const STEP = 0.02;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** At a corner the frame is pulled, inside it is moved, and elsewhere a new one is drawn. @param reach of a corner */
export function gripAt(frame: PictureBox, point: Point, [reachX, reachY]: Point): Grip {
  const [x, y] = point;
  const { left, top, width, height } = frame;
  const [right, bottom] = [left + width, top + height];
  const near = (side: number, at: number, reach: number): boolean => Math.abs(side - at) <= reach;
  const inside = x > left && x < right && y > top && y < bottom;
  for (const [sideX, otherX] of [
    [left, right],
    [right, left],
  ] as const)
    for (const [sideY, otherY] of [
      [top, bottom],
      [bottom, top],
    ] as const)
      if (near(sideX, x, reachX) && near(sideY, y, reachY)) return { kind: 'draw', corner: [otherX, otherY] };
  return inside ? { kind: 'move', from: point, frame } : { kind: 'draw', corner: point };
}

/** The frame when the pointer has come to a point; undefined where it would be too small. */
export function dragged(grip: Grip, [x, y]: Point): PictureBox | undefined {
  if (grip.kind === 'move') {
    const { frame, from } = grip;
    return moved(frame, [x - from[0], y - from[1]]);
  }
  const [cornerX, cornerY] = grip.corner;
  const [width, height] = [Math.abs(x - cornerX), Math.abs(y - cornerY)];
  if (width < SMALLEST || height < SMALLEST) return undefined;
  return { left: Math.min(x, cornerX), top: Math.min(y, cornerY), width, height };
}

/** What an arrow key does: it moves the frame, or with Shift makes it larger or smaller; undefined for other keys. */
export function pushed(frame: PictureBox, key: string, resize: boolean): PictureBox | undefined {
  const step = ARROWS[key];
  if (!step) return undefined;
  if (!resize) return moved(frame, step);
  const { left, top, width, height } = frame;
  return {
    left,
    top,
    width: clamp(width + step[0], SMALLEST, 1 - left),
    height: clamp(height + step[1], SMALLEST, 1 - top),
  };
}

const moved = ({ left, top, width, height }: PictureBox, [x, y]: Point): PictureBox => ({
  left: clamp(left + x, 0, 1 - width),
  top: clamp(top + y, 0, 1 - height),
  width,
  height,
});
