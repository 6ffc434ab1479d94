import { type ImageHeader, latin, viewOf } from '../image-header.ts';

/** Boxes of ISO/IEC 14496-12 and 23008-12 that hold others, and the bytes before the first of those. */
const CONTAINERS: Readonly<Record<string, number>> = {
  meta: 4,
  iprp: 0,
  ipco: 0,
  moov: 0,
  trak: 0,
  mdia: 0,
  minf: 0,
  stbl: 0,
};

/**
 * The largest `ispe` is the picture: tiles of a grid, thumbnails and alpha planes are not larger. A sequence has as many
 * frames as its longest track has samples.
 */
export function avifHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  const found = { width: 0, height: 0, frames: 1, alpha: false, complete: true };
  let data = false;
  const walk = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to; ) {
      const kind = latin(bytes, at + 4, 4);
      const stated = view.getUint32(at);
      // 0 stands for "to the end", 1 for a 64-bit length.
      const large = stated === 1 && at + 16 <= to;
      const length = stated === 0 ? to - at : large ? Number(view.getBigUint64(at + 8)) : stated;
      if (length < 8 || at + length > to) {
        found.complete = false;
        return;
      }
      const body = at + (large ? 16 : 8);
      const end = at + length;
      if (kind in CONTAINERS) walk(body + CONTAINERS[kind]!, end);
      else if (kind === 'ispe' && body + 12 <= end) {
        const [width, height] = [view.getUint32(body + 4), view.getUint32(body + 8)];
        if (width * height > found.width * found.height) Object.assign(found, { width, height });
      } else if (kind === 'auxC' && latin(bytes, body + 4, length).includes('auxiliary:alpha'))
        found.alpha = true;
      else if (kind === 'mdat' || kind === 'idat') data = true;
      else if (kind === 'stsz' && body + 12 <= end)
        found.frames = Math.max(found.frames, view.getUint32(body + 8));
      at = end;
    }
  };
  walk(0, bytes.length);
  return { ...found, complete: found.complete && data };
}
