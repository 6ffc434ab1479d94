import { tint } from '../drawing/colour.ts';
import { type Point, smooth } from '../drawing/path.ts';
import type { Random } from '../drawing/random.ts';
import type { Box } from './alpha-box.ts';

const soft = (path: string, width: number, colour: string): string =>
  `<path d="${path}" fill="none" stroke="#000" stroke-opacity="0.22" stroke-width="${width + 10}" stroke-linecap="round"/><path d="${path}" fill="none" stroke="${tint(colour, -0.35)}" stroke-width="${width}" stroke-linecap="round"/><path d="${path}" fill="none" stroke="${colour}" stroke-width="${width * 0.8}" stroke-linecap="round"/><path d="${path}" fill="none" stroke="${tint(colour, 0.25)}" stroke-width="${width * 0.3}" stroke-linecap="round"/>`;

/** SVG elements that hide a small part of what lies in the box: fingers, a leafy twig or a strap. */
export function occluder(random: Random, box: Box): string {
  const size = Math.min(box.width, box.height);
  const side = random.pick([-1, 1]);
  const edge = side < 0 ? box.left : box.left + box.width;
  const y = box.top + box.height * random.range(0.2, 0.9);
  const kind = random.pick(['fingers', 'twig', 'strap'] as const);
  if (kind === 'fingers') {
    const skin = random.pick(['#e2b08c', '#c98f66', '#8a5a3c', '#f0c9ac', '#5c3a28']);
    const thick = size * random.range(0.1, 0.13);
    const palm = `<ellipse cx="${edge + side * size * 0.46}" cy="${y}" rx="${size * 0.32}" ry="${thick * 2.5}" fill="${tint(skin, -0.06)}"/>`;
    const fingers = [0, 1, 2, 3].map((finger) => {
      const at = y + (finger - 1.5) * thick * 1.06;
      const tip = edge - side * size * (0.1 + 0.06 * Math.sin(finger + 0.8));
      const nail = `<ellipse cx="${tip - side * thick * 0.12}" cy="${at}" rx="${thick * 0.26}" ry="${thick * 0.22}" fill="${tint(skin, 0.4)}"/>`;
      return (
        soft(
          `M${edge + side * size * 0.34} ${at + thick * 0.5}Q${edge + side * size * 0.1} ${at - thick * 0.3} ${tip} ${at}`,
          thick,
          skin,
        ) + nail
      );
    });
    const arm = soft(
      `M${edge + side * size * 0.62} ${y + thick * 0.4}L${edge + side * 1200} ${y + random.range(100, 700)}`,
      thick * 2.9,
      tint(skin, -0.08),
    );
    return arm + palm + fingers.join('');
  }
  if (kind === 'twig') {
    const green = random.pick(['#3f7a3f', '#6c7f37', '#8a4a2a']);
    const points: Point[] = [0, 1, 2, 3].map((step) => [
      edge + side * size * (0.4 - step * 0.2),
      y - size * 0.3 + step * size * 0.1 + random.range(-10, 10),
    ]);
    const leaves = points.flatMap(([x, top]) =>
      [-1, 1].map(
        (turn) =>
          `<path transform="translate(${x} ${top}) rotate(${turn * random.range(20, 90)}) scale(${size / 400})" d="M0 0Q44 -50 0 -120Q-44 -50 0 0Z" fill="${tint(green, random.range(-0.25, 0.25))}"/>`,
      ),
    );
    return soft(smooth(points, false), size * 0.02, '#5a4630') + leaves.join('');
  }
  const colour = random.pick(['#26272b', '#6b4429', '#bf2f37', '#24345c', '#c9ae86']);
  const x = box.left + box.width * random.range(0.15, 0.85);
  return soft(
    `M${x} ${box.top - size * 0.3}Q${x + random.range(-60, 60)} ${box.top + box.height / 2} ${x + random.range(-90, 90)} ${box.top + box.height + size * 0.3}`,
    size * random.range(0.05, 0.09),
    colour,
  );
}
