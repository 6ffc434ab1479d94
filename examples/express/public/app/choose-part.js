// A dialog in which a frame is drawn around the part of a photo that is meant.
import { byId } from './element.js';
import { formatPercent, say } from './strings.js';

const SMALLEST = 0.05;
const STEP = 0.02;
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** What the arrow keys do to a frame: move it, or with Shift make it larger and smaller. */
function pushed({ left, top, width, height }, key, resize) {
  const [x, y] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[
    key
  ];
  if (!resize)
    return { left: clamp(left + x, 0, 1 - width), top: clamp(top + y, 0, 1 - height), width, height };
  return {
    left,
    top,
    width: clamp(width + x, SMALLEST, 1 - left),
    height: clamp(height + y, SMALLEST, 1 - top),
  };
}

/** The frame between two corners, whichever comes first. */
const between = ([x0, y0], [x1, y1]) => ({
  left: Math.min(x0, x1),
  top: Math.min(y0, y1),
  width: Math.abs(x1 - x0),
  height: Math.abs(y1 - y0),
});

/**
 * Prepares the dialog.
 * @param onPart called with `{ left, top, width, height }` in fractions of the photo, or undefined for all of it
 * @returns opens it on a photo, with the frame that was chosen before
 */
export function prepareChoosePart({ onPart }) {
  const dialog = byId('part');
  const photo = byId('part-photo');
  const image = byId('part-image');
  const frame = byId('part-frame');
  let box;
  let corner;

  const show = (changed) => {
    box = changed;
    for (const [side, value] of Object.entries(box)) frame.style[side] = `${value * 100}%`;
    const { left, top, width, height } = Object.fromEntries(
      Object.entries(box).map(([side, value]) => [side, formatPercent(value)]),
    );
    frame.setAttribute('aria-label', say('partFrame', { left, top, width, height }));
  };
  const pointAt = ({ clientX, clientY }) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    return [clamp((clientX - left) / width, 0, 1), clamp((clientY - top) / height, 0, 1)];
  };
  photo.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    corner = pointAt(event);
  });
  photo.addEventListener('pointermove', (event) => {
    const drawn = corner && between(corner, pointAt(event));
    if (drawn && drawn.width >= SMALLEST && drawn.height >= SMALLEST) show(drawn);
  });
  for (const end of ['pointerup', 'pointercancel'])
    photo.addEventListener(end, () => {
      corner = undefined;
    });
  frame.addEventListener('keydown', (event) => {
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    show(pushed(box, event.key, event.shiftKey));
  });
  byId('part-use').addEventListener('click', () => {
    dialog.close();
    onPart(box);
  });
  byId('part-all').addEventListener('click', () => {
    dialog.close();
    onPart(undefined);
  });
  byId('part-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => URL.revokeObjectURL(image.src));

  return (chosen, before) => {
    image.src = URL.createObjectURL(chosen);
    show(before ?? { left: 0.2, top: 0.2, width: 0.6, height: 0.6 });
    byId('part-all').hidden = before === undefined;
    dialog.showModal();
    frame.focus();
  };
}
