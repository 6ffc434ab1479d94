// A dialog in which a frame is drawn around the part of a photo that is meant.
import { byId } from './element.js';
import { clamp, dragged, FIRST_FRAME, gripAt, pushed } from './frame.js';
import { formatPercent, say } from './strings.js';

/** Pixels around a corner of the frame within which it is taken hold of. */
const REACH = 22;

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
  let grip;

  const describe = () =>
    say(
      'partFrame',
      Object.fromEntries(Object.entries(box).map(([side, value]) => [side, formatPercent(value)])),
    );
  const show = (changed) => {
    box = changed;
    for (const [side, value] of Object.entries(box)) frame.style[side] = `${value * 100}%`;
    frame.setAttribute('aria-label', describe());
  };
  /** Where the pointer is, and how far a corner reaches, in fractions of the photo. */
  const measure = ({ clientX, clientY }) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    const point = [clamp((clientX - left) / width, 0, 1), clamp((clientY - top) / height, 0, 1)];
    return [point, [REACH / width, REACH / height]];
  };
  photo.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    frame.focus();
    photo.setPointerCapture(event.pointerId);
    grip = gripAt(box, ...measure(event));
  });
  photo.addEventListener('pointermove', (event) => {
    const changed = grip && dragged(grip, measure(event)[0]);
    if (changed) show(changed);
  });
  for (const end of ['pointerup', 'pointercancel'])
    photo.addEventListener(end, () => {
      grip = undefined;
    });
  frame.addEventListener('keydown', (event) => {
    const changed = pushed(box, event.key, event.shiftKey);
    if (!changed) return;
    event.preventDefault();
    show(changed);
    byId('part-said').textContent = describe();
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
    show(before ?? FIRST_FRAME);
    byId('part-said').textContent = '';
    byId('part-all').hidden = before === undefined;
    dialog.showModal();
    frame.focus();
  };
}
