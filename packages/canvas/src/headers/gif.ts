import { type ImageHeader, viewOf } from '../image-header.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Blocks as GIF89a orders them; a frame counts once its data is there. Any of them may be transparent. */
export function gifHeader(bytes: Uint8Array): ImageHeader {
  if (bytes.length < 13) return { width: 0, height: 0, frames: 1, alpha: true, complete: false };
  const view = viewOf(bytes);
  const tableOf = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let frames = 0;
  let at = 13 + tableOf(bytes[10]!);
  for (;;) {
    const kind = bytes[at];
    if (kind === EXTENSION) at += 2;
    else if (kind === IMAGE && at + 10 < bytes.length) at += 10 + tableOf(bytes[at + 9]!) + 1;
    else break;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
    if (at >= bytes.length) break;
    at++;
    if (kind === IMAGE) frames++;
  }
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  return { width, height, frames: Math.max(1, frames), alpha: true, complete: frames > 0 };
}
