import sharp from 'sharp';

/** A box of the query photo in pixels. */
export interface Framing {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The query photo cut to the product with a tenth of room, as a careful shopper would frame it. PNG bytes. */
export async function framed(file: string, box: Framing): Promise<Uint8Array> {
  const { width, height } = await sharp(file).metadata();
  const room = 0.1 * Math.max(box.width, box.height);
  const left = Math.max(0, Math.floor(box.left - room));
  const top = Math.max(0, Math.floor(box.top - room));
  const right = Math.min(width, Math.ceil(box.left + box.width + room));
  const bottom = Math.min(height, Math.ceil(box.top + box.height + room));
  return sharp(file)
    .extract({ left, top, width: right - left, height: bottom - top })
    .png()
    .toBuffer();
}
