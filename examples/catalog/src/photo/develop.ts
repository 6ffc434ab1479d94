import type { Random } from '../drawing/random.ts';

/** What a phone does to a picture, drawn once per photo. */
export interface Exposure {
  /** Factors of red, green and blue: exposure and white balance together. */
  gains: readonly [number, number, number];
  gamma: number;
  /** Added to all channels after the gains: haze or flare, 0 to 255. */
  lift: number;
  /** Relative brightness at left, right, top and bottom edges. */
  slope: readonly [number, number];
  vignette: number;
  /** Standard deviation of the sensor's noise, 0 to 255. */
  noise: number;
}

export function randomExposure(random: Random, hard: boolean): Exposure {
  const brightness = random.range(hard ? 0.64 : 0.74, hard ? 1.22 : 1.16);
  const warmth = random.range(-1, 1) * (hard ? 0.22 : 0.16);
  const green = random.range(-0.05, 0.05);
  return {
    gains: [brightness * (1 + warmth), brightness * (1 + green), brightness * (1 - warmth)],
    gamma: random.range(0.82, 1.2),
    lift: random.range(-8, hard ? 26 : 14),
    slope: [random.range(-0.25, 0.25), random.range(-0.22, 0.22)],
    vignette: random.range(0, 0.3),
    noise: random.range(1.5, hard ? 9 : 6),
  };
}

const normals = 8192;

/** Applies an exposure to interleaved RGB in place. */
export function develop(
  data: Uint8Array,
  width: number,
  height: number,
  exposure: Exposure,
  random: Random,
): void {
  const { gains, gamma, lift, slope, vignette, noise } = exposure;
  const table = Float32Array.from({ length: normals }, () => random.normal() * noise);
  const curves = gains.map((gain) =>
    Float32Array.from({ length: 256 }, (_, value) => 255 * (value / 255) ** gamma * gain),
  );
  let state = random.integer(1, 0x7fffffff);
  for (let y = 0; y < height; y += 1) {
    const v = y / height - 0.5;
    for (let x = 0; x < width; x += 1) {
      const u = x / width - 0.5;
      const light = (1 + slope[0] * u + slope[1] * v) * (1 - vignette * 2 * (u * u + v * v));
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const value = curves[channel]![data[at + channel]!]! * light + lift + table[state & (normals - 1)]!;
        data[at + channel] = value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
      }
    }
  }
}
