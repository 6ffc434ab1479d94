import type { Preprocessing } from '../manifest/model-manifest.ts';

/** A resampling filter: its weight at a distance in source pixels, and the distance beyond which it is zero. */
interface Kernel {
  readonly support: number;
  weight(distance: number): number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

/**
 * The filters as Pillow defines them. Cubic convolution with a = -0.5 (Keys 1981, "Cubic convolution
 * interpolation for digital image processing"); Lanczos with three lobes.
 */
export const KERNELS: Readonly<Record<Exclude<Preprocessing['kernel'], 'nearest'>, Kernel>> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: {
    support: 2,
    weight: (distance) => {
      const x = Math.abs(distance);
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    },
  },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};
