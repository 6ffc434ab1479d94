import { type ImageHeader, latin, viewOf } from '../image-header.ts';

const ANIMATION = 0x02;
const ALPHA = 0x10;

/** The three kinds of first chunk in "WebP Container Specification": extended, lossless, lossy. */
export function webpHeader(bytes: Uint8Array): ImageHeader {
  const none = { width: 0, height: 0, frames: 1, alpha: false, complete: false };
  if (bytes.length < 30) return none;
  const view = viewOf(bytes);
  const complete = view.getUint32(4, true) + 8 <= bytes.length;
  const kind = latin(bytes, 12, 4);
  if (kind === 'VP8X') {
    const flags = bytes[20]!;
    const size = (at: number): number => 1 + view.getUint16(at, true) + (bytes[at + 2]! << 16);
    const frames = flags & ANIMATION ? countFrames(bytes, view) : 1;
    return { width: size(24), height: size(27), frames, alpha: (flags & ALPHA) !== 0, complete };
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    const [width, height] = [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    return { ...none, width, height, alpha: (bits >>> 28) % 2 === 1, complete };
  }
  if (kind === 'VP8 ')
    return {
      ...none,
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
      complete,
    };
  return none;
}

function countFrames(bytes: Uint8Array, view: DataView): number {
  let frames = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    if (latin(bytes, at, 4) === 'ANMF') frames++;
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return Math.max(1, frames);
}
