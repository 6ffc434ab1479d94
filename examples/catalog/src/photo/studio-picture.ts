import { createRandom, seedOf } from '../drawing/random.ts';
import { type Design, renderProduct } from './render-product.ts';

const pixels = 640;

/** The catalogue's picture: the product on a pale ground with a soft shadow; a JPEG of 640 by 640 pixels. */
export async function renderStudioPicture(design: Design): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const random = createRandom(seedOf('studio', design.family.id, design.shape, design.paint));
  const view = {
    roll: random.range(-3, 3),
    yaw: random.range(-8, 8),
    pitch: random.range(-4, 4),
    light: { side: -1, strength: 1 },
  };
  const image = await renderProduct(design, view, 512, 2);
  const [left, top] = [Math.round((pixels - image.width) / 2), Math.round((pixels - image.height) / 2)];
  const ground = random.pick(['#ffffff', '#ffffff', '#f6f6f4', '#f4f1ec', '#eff2f4']);
  const foot = top + image.height - 6;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}"><defs><radialGradient id="g"><stop offset="0" stop-color="#000" stop-opacity="0.34"/><stop offset="0.55" stop-color="#000" stop-opacity="0.14"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs><rect width="${pixels}" height="${pixels}" fill="${ground}"/><ellipse cx="${pixels / 2 + 8}" cy="${foot}" rx="${image.width * 0.56}" ry="20" fill="url(#g)"/></svg>`;
  return sharp(Buffer.from(svg))
    .composite([
      {
        input: Buffer.from(image.data.buffer, image.data.byteOffset, image.data.byteLength),
        raw: { width: image.width, height: image.height, channels: 4 },
        left,
        top,
      },
    ])
    .flatten({ background: ground })
    .jpeg({ quality: 88 })
    .toBuffer();
}
