import { type ImageHeader, viewOf } from '../image-header.ts';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** SOF0 to SOF15 but for the tables among them (ITU-T T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Segments up to the first scan are walked by their lengths, so that a thumbnail in one is not taken for the picture. */
export function jpegHeader(bytes: Uint8Array): ImageHeader {
  const view = viewOf(bytes);
  const found = { width: 0, height: 0, frames: 1, alpha: false, complete: false };
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    // Fill bytes may stand before any marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker) && at + 9 <= bytes.length) {
      found.height = view.getUint16(at + 5);
      found.width = view.getUint16(at + 7);
    }
    at += 2 + view.getUint16(at + 2);
    if (marker === START_OF_SCAN) {
      found.complete = endsAfter(bytes, at);
      break;
    }
  }
  return found;
}

/** Within a scan 0xFF is followed by 0 or a restart, so that an end marker is one. What follows it is nobody's. */
function endsAfter(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === END_OF_IMAGE) return true;
  return false;
}
