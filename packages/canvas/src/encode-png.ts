import type { RasterImage } from '@imgsearch/core';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** CRC-32 by table (PNG, third edition, annex D). */
const CRC_TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function chunk(kind: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) out[4 + i] = kind.charCodeAt(i);
  out.set(body, 8);
  let crc = 0xffffffff;
  for (let at = 4; at < 8 + body.length; at++) crc = CRC_TABLE[(crc ^ out[at]!) & 0xff]! ^ (crc >>> 8);
  view.setUint32(8 + body.length, ~crc >>> 0);
  return out;
}

/** Each row as its difference to the one above (filter 2), which is small in pictures. */
function filtered({ width, height, channels, data }: RasterImage): Uint8Array<ArrayBuffer> {
  const stride = width * channels;
  const out = new Uint8Array(height * (stride + 1));
  for (let y = 0, to = 0, from = 0; y < height; y++) {
    out[to++] = 2;
    for (let x = 0; x < stride; x++, from++) out[to++] = data[from]! - (y === 0 ? 0 : data[from - stride]!);
  }
  return out;
}

/**
 * A PNG of exactly these levels: a canvas would multiply colours with alpha and lose what is nearly transparent.
 * The browser's own zlib packs it.
 */
export async function encodePng(image: RasterImage): Promise<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, image.width);
  view.setUint32(4, image.height);
  head.set([8, image.channels === 4 ? 6 : 2], 8);
  const packed = new Blob([filtered(image)]).stream().pipeThrough(new CompressionStream('deflate'));
  const body = new Uint8Array(await new Response(packed).arrayBuffer());
  const parts = [SIGNATURE, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', new Uint8Array(0))];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
