import { type ImageHeader, latin, viewOf } from '../image-header.ts';

/** Colour types 4 and 6 have alpha, and tRNS gives it to the others (PNG, third edition, 11.2 and 11.3). */
export function pngHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  const found = { width: 0, height: 0, frames: 1, alpha: false, complete: false };
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const kind = latin(bytes, at + 4, 4);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    if (kind === 'IHDR' && length >= 13) {
      found.width = view.getUint32(at + 8);
      found.height = view.getUint32(at + 12);
      found.alpha = (bytes[at + 17]! & 4) !== 0;
    } else if (kind === 'tRNS') found.alpha = true;
    else if (kind === 'acTL' && length >= 8) found.frames = Math.max(1, view.getUint32(at + 8));
    else if (kind === 'IEND') {
      found.complete = true;
      break;
    }
    at = end;
  }
  return found;
}
