/** Straight-alpha or premultiplied RGBA, row-major, 4 bytes a pixel. */
export interface RgbaImage {
  width: number;
  height: number;
  data: Uint8Array;
}

export type Corner = readonly [x: number, y: number];
export type Quad = readonly [topLeft: Corner, topRight: Corner, bottomRight: Corner, bottomLeft: Corner];

/** The 3x3 matrix, row-major, that takes a width x height rectangle onto the quad (Heckbert 1989, square to quad). */
function rectangleToQuad(width: number, height: number, quad: Quad): number[] {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = quad;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / determinant;
  const h = (dx1 * dy3 - dx3 * dy1) / determinant;
  return [
    (x1 - x0 + g * x1) / width,
    (x3 - x0 + h * x3) / height,
    x0,
    (y1 - y0 + g * y1) / width,
    (y3 - y0 + h * y3) / height,
    y0,
    g / width,
    h / height,
    1,
  ];
}

function inverse(m: readonly number[]): number[] {
  const [a, b, c, d, e, f, g, h, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [A, B, C] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const scale = 1 / (a * A + b * B + c * C);
  return [
    A,
    c * h - b * i,
    b * f - c * e,
    B,
    a * i - c * g,
    c * d - a * f,
    C,
    b * g - a * h,
    a * e - b * d,
  ].map((value) => value * scale);
}

/**
 * Draws `image` into the quad on an empty sheet, by inverse mapping with bilinear samples.
 * Colours are weighted by alpha, so that edges do not darken. Returns straight-alpha RGBA.
 */
export function warp(image: RgbaImage, quad: Quad, width: number, height: number): RgbaImage {
  const back = inverse(rectangleToQuad(image.width, image.height, quad));
  const [a, b, c, d, e, f, g, h, i] = back as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const out = new Uint8Array(width * height * 4);
  const source = image.data;
  const left = Math.max(0, Math.floor(Math.min(...quad.map(([x]) => x))) - 1);
  const right = Math.min(width, Math.ceil(Math.max(...quad.map(([x]) => x))) + 1);
  const top = Math.max(0, Math.floor(Math.min(...quad.map(([, y]) => y))) - 1);
  const bottom = Math.min(height, Math.ceil(Math.max(...quad.map(([, y]) => y))) + 1);
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const px = x + 0.5;
      const py = y + 0.5;
      const w = g * px + h * py + i;
      const u = (a * px + b * py + c) / w - 0.5;
      const v = (d * px + e * py + f) / w - 0.5;
      if (!(u > -1 && v > -1 && u < image.width && v < image.height)) continue;
      const x0 = Math.floor(u);
      const y0 = Math.floor(v);
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const sx = x0 + (corner & 1);
        const sy = y0 + (corner >> 1);
        if (sx < 0 || sy < 0 || sx >= image.width || sy >= image.height) continue;
        const share = (corner & 1 ? u - x0 : 1 - u + x0) * (corner >> 1 ? v - y0 : 1 - v + y0);
        const from = (sy * image.width + sx) * 4;
        const weight = share * source[from + 3]!;
        red += weight * source[from]!;
        green += weight * source[from + 1]!;
        blue += weight * source[from + 2]!;
        alpha += weight;
      }
      if (alpha < 0.5) continue;
      const to = (y * width + x) * 4;
      out[to] = Math.round(red / alpha);
      out[to + 1] = Math.round(green / alpha);
      out[to + 2] = Math.round(blue / alpha);
      out[to + 3] = Math.round(alpha);
    }
  }
  return { width, height, data: out };
}
