// How a frame is drawn around a part of a photo; everything in fractions of its width and height.

/** What a dialog begins with: most of what people mean lies in the middle. */
export const FIRST_FRAME = { left: 0.2, top: 0.2, width: 0.6, height: 0.6 };

const SMALLEST = 0.05;
const STEP = 0.02;
const ARROWS = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

const moved = ({ left, top, width, height }, [x, y]) => ({
  left: clamp(left + x, 0, 1 - width),
  top: clamp(top + y, 0, 1 - height),
  width,
  height,
});

/**
 * What a press begins: at a corner the frame is pulled, inside it is moved, and elsewhere a new one is drawn.
 * @param reach of a corner, across and down
 */
export function gripAt(frame, [x, y], reach) {
  const { left, top, width, height } = frame;
  const [right, bottom] = [left + width, top + height];
  for (const [sideX, otherX] of [
    [left, right],
    [right, left],
  ])
    for (const [sideY, otherY] of [
      [top, bottom],
      [bottom, top],
    ])
      if (Math.abs(sideX - x) <= reach[0] && Math.abs(sideY - y) <= reach[1])
        return { corner: [otherX, otherY] };
  const inside = x > left && x < right && y > top && y < bottom;
  return inside ? { frame, from: [x, y] } : { corner: [x, y] };
}

/** The frame when the pointer has come to a point; undefined where it would be too small. */
export function dragged({ frame, from, corner }, [x, y]) {
  if (frame) return moved(frame, [x - from[0], y - from[1]]);
  const [width, height] = [Math.abs(x - corner[0]), Math.abs(y - corner[1])];
  if (width < SMALLEST || height < SMALLEST) return undefined;
  return { left: Math.min(x, corner[0]), top: Math.min(y, corner[1]), width, height };
}

/** What an arrow key does: it moves the frame, or with Shift makes it larger or smaller; undefined for other keys. */
export function pushed(frame, key, resize) {
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
