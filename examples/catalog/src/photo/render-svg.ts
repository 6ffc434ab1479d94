import type { RgbaImage } from './warp.ts';

/** sharp is loaded on first use: importing this package loads no native code. */
export async function renderSvg(svg: string): Promise<RgbaImage> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
