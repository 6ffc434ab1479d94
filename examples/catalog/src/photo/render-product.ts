import { createDraft, type Light } from '../drawing/draft.ts';
import { createPaint } from '../drawing/paint.ts';
import { seedOf } from '../drawing/random.ts';
import type { Family } from '../families/family.ts';
import { alphaBox } from './alpha-box.ts';
import { renderSvg } from './render-svg.ts';
import { type Corner, type Quad, type RgbaImage, warp } from './warp.ts';

/** What a product is: its silhouette, and which of the seed's shapes and paints it has. */
export interface Design {
  family: Family;
  seed: number;
  shape: number;
  paint: number;
}

/** How a product is looked at. Angles in degrees; 0 is straight on. */
export interface View {
  roll: number;
  yaw: number;
  pitch: number;
  light: Light;
}

export const frontView: View = { roll: 0, yaw: 0, pitch: 0, light: { side: -1, strength: 1 } };

/** Corners of a rectangle centred on 0, turned in space and seen from 3.2 times its longer side away. */
export function turnedRectangle(width: number, height: number, { roll, yaw, pitch }: View): Quad {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const side = Math.max(width, height);
  const corner = (x: number, y: number): [number, number] => {
    const [cr, sr] = [Math.cos(radians(roll)), Math.sin(radians(roll))];
    const [x1, y1] = [x * cr - y * sr, x * sr + y * cr];
    const [x2, z2] = [x1 * Math.cos(radians(yaw)), x1 * Math.sin(radians(yaw))];
    const [y3, z3] = [y1 * Math.cos(radians(pitch)), z2 + y1 * Math.sin(radians(pitch))];
    const near = (3.2 * side) / (3.2 * side + z3);
    return [x2 * near, y3 * near];
  };
  const [w, h] = [width / 2, height / 2];
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)];
}

export function moveQuad(quad: Quad, x: number, y: number): Quad {
  const moved = ([left, top]: Corner): Corner => [left + x, top + y];
  return [moved(quad[0]), moved(quad[1]), moved(quad[2]), moved(quad[3])];
}

/** The flat drawing of a design, before any camera. */
export function drawDesign(design: Design, light: Light): (pixels: number) => string {
  const { family, seed, shape, paint } = design;
  const draft = createDraft({
    name: `${family.id}|${seed}`,
    index: shape,
    paint: createPaint(family.finish, paintSeed(design), paint),
    light,
  });
  family.draw(draft);
  return draft.toSvg;
}

/** Families of one finish under one seed do not share their series of colours. */
export function paintSeed({ family, seed }: Pick<Design, 'family' | 'seed'>): number {
  return seedOf(family.id, seed);
}

/**
 * A product cut out with exact alpha: its longest side is `longest` pixels, with `margin` pixels of nothing around.
 * Draws larger than needed, so that the warp only ever shrinks.
 */
export async function renderProduct(
  design: Design,
  view: View,
  longest: number,
  margin: number,
): Promise<RgbaImage> {
  const toSvg = drawDesign(design, view.light);
  const small = await renderSvg(toSvg(100));
  const box = alphaBox(small);
  if (box === undefined) throw new Error(`The family ${design.family.id} drew nothing.`);
  const fill = Math.max(box.width, box.height) / 100;
  const sheet = Math.round(((longest - 2 * margin) / fill) * 1.02);
  const flat = await renderSvg(toSvg(sheet));
  if (view.roll === 0 && view.yaw === 0 && view.pitch === 0) return cropped(flat, longest, margin);
  const quad = turnedRectangle(sheet, sheet, view);
  const reach = Math.ceil(Math.max(...quad.flat().map(Math.abs))) * 2 + 2;
  return cropped(warp(flat, moveQuad(quad, reach / 2, reach / 2), reach, reach), longest, margin);
}

async function cropped(image: RgbaImage, longest: number, margin: number): Promise<RgbaImage> {
  const box = alphaBox(image);
  if (box === undefined) throw new Error('The product left the picture.');
  const { default: sharp } = await import('sharp');
  const inner = longest - 2 * margin;
  const scale = inner / Math.max(box.width, box.height);
  const { data, info } = await sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 4 },
  })
    .extract(box)
    .resize(Math.max(1, Math.round(box.width * scale)), Math.max(1, Math.round(box.height * scale)), {
      fit: 'fill',
    })
    .extend({
      top: margin,
      bottom: margin,
      left: margin,
      right: margin,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
