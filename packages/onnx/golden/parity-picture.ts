import type { RasterImage } from '@imgsearch/core';

export interface ParityPicture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly kind: 'rgb' | 'rgba' | 'grey';
  readonly seed: number;
}

/** A level from 0 to 255 for every point of a grid. */
function lattice(x: number, y: number, salt: number): number {
  let h = (Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(salt, 974634777)) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 1274126177) >>> 0;
  return (h ^ (h >>> 16)) & 255;
}

function valueNoise(x: number, y: number, cell: number, salt: number): number {
  const [left, top, dx, dy] = [Math.floor(x / cell), Math.floor(y / cell), x % cell, y % cell];
  const above = lattice(left, top, salt) * (cell - dx) + lattice(left + 1, top, salt) * dx;
  const below = lattice(left, top + 1, salt) * (cell - dx) + lattice(left + 1, top + 1, salt) * dx;
  return Math.floor((above * (cell - dy) + below * dy) / (cell * cell));
}

/** The picture that `make-parity.py` describes, by the same integer arithmetic. */
export function parityPicture({ width, height, kind, seed }: ParityPicture): RasterImage {
  const channels = kind === 'rgba' ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) {
      const far = (2 * x - width) ** 2 * height ** 2 + (2 * y - height) ** 2 * width ** 2;
      const inside = 16 * far <= 9 * width ** 2 * height ** 2;
      const stripe = Math.floor((x + 2 * y) / 8) % 2;
      for (let channel = 0; channel < 3; channel++) {
        if (kind === 'grey' && channel > 0) {
          data[at + channel] = data[at]!;
          continue;
        }
        const salt = 16 * seed + 4 * channel;
        const level =
          4 * valueNoise(x, y, 64, salt) + 2 * valueNoise(x, y, 16, salt + 1) + valueNoise(x, y, 4, salt + 2);
        const light = inside ? (channel - 1) * 70 + stripe * 50 : 20 - 30 * channel;
        data[at + channel] = Math.min(236, Math.max(0, Math.floor(level / 7) + light));
      }
      if (kind === 'rgba') data[at + 3] = inside ? 255 : Math.min(200, x % 256);
    }
  }
  return { width, height, channels, data };
}
