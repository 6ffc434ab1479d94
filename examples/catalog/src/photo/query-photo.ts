import type { OverlayOptions } from 'sharp';
import { createRandom, type Random, seedOf } from '../drawing/random.ts';
import type { Scene } from '../scenes/scene.ts';
import { alphaBox, type Box } from './alpha-box.ts';
import { develop, randomExposure } from './develop.ts';
import { occluder } from './occluder.ts';
import { type Design, moveQuad, renderProduct, turnedRectangle, type View } from './render-product.ts';
import { type RgbaImage, warp } from './warp.ts';

export interface QueryPhotoOptions {
  design: Design;
  scene: Scene;
  /** Products that stand about, partly hidden; drawn on cluttered scenes only. */
  neighbours: readonly Design[];
  seed: number;
}

export interface QueryPhoto {
  jpeg: Buffer;
  width: number;
  height: number;
  /** The tight box of the product within the photo. */
  bestFraming: Box;
}

const sizes = [
  [640, 800],
  [800, 640],
  [720, 720],
  [600, 800],
  [768, 640],
] as const;

/** A product as a shopper would photograph it. Deterministic in its options. */
export async function renderQueryPhoto({
  design,
  scene,
  neighbours,
  seed,
}: QueryPhotoOptions): Promise<QueryPhoto> {
  const { default: sharp } = await import('sharp');
  const random = createRandom(seedOf('query', seed, design.family.id, design.shape, design.paint));
  const hard = scene.background === 'cluttered';
  const [width, height] = random.pick(sizes);
  const short = Math.min(width, height);
  const raw = { width, height, channels: 4 as const };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${scene.draw(random, width, height)}</svg>`;
  const blur = hard ? random.range(0, 1.8) : random.range(0, 1);
  let background = sharp(Buffer.from(svg)).flatten({ background: '#777' });
  if (blur > 0.35) background = background.blur(blur);
  const layers: RgbaImage[] = [];
  if (hard) {
    for (const [index, neighbour] of neighbours.entries())
      layers.push(await besides(random, neighbour, index, width, height));
  }
  const side = random.pick([-1, 1]);
  const flat = await renderProduct(
    design,
    { roll: 0, yaw: 0, pitch: 0, light: { side, strength: random.range(0.8, 1.4) } },
    Math.round(short * 0.9),
    2,
  );
  const view: View = {
    roll: random.range(-1, 1) * (hard ? 32 : 24),
    yaw: random.range(-1, 1) * (hard ? 34 : 28),
    pitch: random.range(-1, 1) * (hard ? 26 : 20),
    light: { side, strength: 1 },
  };
  const scale = random.range(hard ? 0.46 : 0.5, hard ? 0.72 : 0.78);
  const target = placed(
    random,
    flat,
    view,
    (short * scale) / Math.max(flat.width, flat.height),
    width,
    height,
    hard ? 0.02 : 0.04,
  );
  layers.push(target);
  const bestFraming = alphaBox(target);
  if (bestFraming === undefined) throw new Error(`The product of ${design.family.id} left the photo.`);
  const composites: OverlayOptions[] = [];
  for (const layer of layers) {
    composites.push(
      { input: await shadowOf(layer, side, random.range(0.3, 0.6)), raw },
      { input: Buffer.from(layer.data.buffer), raw },
    );
  }
  if (random.chance(hard ? 0.5 : 0.12)) {
    const hand = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${occluder(random, bestFraming)}</svg>`;
    composites.push({ input: Buffer.from(hand) });
  }
  const { data } = await sharp(await background.png({ compressionLevel: 0 }).toBuffer())
    .composite(composites)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  develop(data, width, height, randomExposure(random, hard), random);
  let photo = sharp(data, { raw: { width, height, channels: 3 } });
  const softness = random.range(0, hard ? 1.5 : 1);
  if (softness > 0.35) photo = photo.blur(softness);
  const jpeg = await photo.jpeg({ quality: random.integer(58, 88) }).toBuffer();
  return { jpeg, width, height, bestFraming };
}

/** Warps a cut-out into an empty frame, wholly inside it by `margin` (a share of the frame) where it fits. */
function placed(
  random: Random,
  flat: RgbaImage,
  view: View,
  scale: number,
  width: number,
  height: number,
  margin: number,
): RgbaImage {
  const quad = turnedRectangle(flat.width * scale, flat.height * scale, view);
  const centre = (axis: 0 | 1, length: number): number => {
    const low = -Math.min(...quad.map((corner) => corner[axis])) + length * margin;
    const high = length - Math.max(...quad.map((corner) => corner[axis])) - length * margin;
    return low < high ? random.range(low, high) : length / 2;
  };
  return warp(flat, moveQuad(quad, centre(0, width), centre(1, height)), width, height);
}

/** Another product at the rim of the frame, some of it outside. */
async function besides(
  random: Random,
  design: Design,
  index: number,
  width: number,
  height: number,
): Promise<RgbaImage> {
  const size = Math.min(width, height) * random.range(0.3, 0.5);
  const light = { side: -1, strength: 1.1 };
  const flat = await renderProduct(design, { roll: 0, yaw: 0, pitch: 0, light }, Math.round(size), 1);
  const view = {
    roll: random.range(-40, 40),
    yaw: random.range(-30, 30),
    pitch: random.range(-20, 20),
    light,
  };
  const around = ((index + random.next()) * 2 * Math.PI) / 3;
  const [x, y] = [width * (0.5 + 0.5 * Math.cos(around)), height * (0.5 + 0.5 * Math.sin(around))];
  return warp(flat, moveQuad(turnedRectangle(flat.width, flat.height, view), x, y), width, height);
}

async function shadowOf({ width, height, data }: RgbaImage, side: number, strength: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const [dx, dy, factor] = [-side * 9, 11, 4];
  const [w, h] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const small = new Uint8Array(w * h * 4);
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1) {
      const [sx, sy] = [x * factor - dx, y * factor - dy];
      if (sx >= 0 && sy >= 0 && sx < width && sy < height)
        small[(y * w + x) * 4 + 3] = Math.round(data[(sy * width + sx) * 4 + 3]! * strength);
    }
  return sharp(small, { raw: { width: w, height: h, channels: 4 } })
    .blur(3)
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
}
