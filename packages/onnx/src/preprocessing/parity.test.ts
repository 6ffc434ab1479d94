import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RasterImage } from '@imgsearch/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ParityPicture, parityPicture } from '../../golden/parity-picture.ts';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { type PresetId, presets } from '../presets/presets.ts';
import { IMAGENET } from '../presets/statistics.ts';
import { placement } from './placement.ts';
import { inputLength, preprocess } from './preprocess.ts';

/** Mean absolute difference to the reference that is allowed, in normalised units. */
const BOUND = 0.02;
/** Largest difference seen: of U2-Net's reference, which computes in floating point where we round to 8 bits. */
const MAXIMUM = 0.03;

interface Golden {
  madeBy: string;
  samples: number;
  pictures: (ParityPicture & { sha256: string })[];
  cases: { picture: string; preset: PresetId; means: [number, number, number] }[];
  corners: { preset: PresetId; width: number; height: number; resized: number[]; corner: number[] }[];
}
const file = (name: string): Buffer => readFileSync(new URL(`../../golden/${name}`, import.meta.url));
const golden: Golden = JSON.parse(file('parity.json').toString());
const bytes = file('parity.bin');
const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const images = new Map<string, RasterImage>();

beforeAll(() => {
  for (const picture of golden.pictures) images.set(picture.name, parityPicture(picture));
});

function preprocessingOf(preset: PresetId): Preprocessing {
  const { input } = presets[preset];
  if (!('preprocessing' in input)) throw new Error(`${preset} takes no pictures`);
  return input.preprocessing;
}

type Run = (image: RasterImage, preprocessing: Preprocessing) => Float32Array;

const right: Run = (image, preprocessing) => {
  const tensor = new Float32Array(inputLength(preprocessing));
  preprocess(image, preprocessing, tensor);
  return tensor;
};

/** Mean and largest absolute difference at the sampled places, and the largest of a channel's mean. */
function compare(
  preset: PresetId,
  name: string,
  run: Run,
): { mean: number; maximum: number; channel: number } {
  const at = golden.cases.findIndex((one) => one.preset === preset && one.picture === name);
  const picture = golden.pictures.find((one) => one.name === name)!;
  const tensor = run(images.get(name)!, preprocessingOf(preset));
  let [state, sum, maximum] = [picture.seed, 0, 0];
  for (let n = 0; n < golden.samples; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const difference = Math.abs(tensor[(state >>> 4) % tensor.length]! - values[at * golden.samples + n]!);
    sum += difference;
    maximum = Math.max(maximum, difference);
  }
  const area = tensor.length / 3;
  const channel = Math.max(
    ...golden.cases[at]!.means.map((expected, plane) => {
      let total = 0;
      for (let n = plane * area; n < (plane + 1) * area; n++) total += tensor[n]!;
      return Math.abs(total / area - expected);
    }),
  );
  return { mean: sum / golden.samples, maximum, channel };
}

it.each(golden.pictures)('$name is the picture that the references saw', ({ name, sha256 }) => {
  expect(createHash('sha256').update(images.get(name)!.data).digest('hex')).toBe(sha256);
});

describe(`tensors equal those of ${golden.madeBy}`, () => {
  it.each(golden.cases)('$preset of $picture', ({ preset, picture }) => {
    const { mean, maximum, channel } = compare(preset, picture, right);
    expect(mean).toBeLessThanOrEqual(BOUND);
    expect(maximum).toBeLessThanOrEqual(MAXIMUM);
    expect(channel).toBeLessThanOrEqual(BOUND);
  });
});

describe('the same comparison is red for', () => {
  const clip = preprocessingOf('clip-vit-b-32');
  const swapped = (image: RasterImage): RasterImage => {
    const data = image.data.slice();
    for (let at = 0; at < data.length; at += image.channels) {
      data[at] = image.data[at + 2]!;
      data[at + 2] = image.data[at]!;
    }
    return { ...image, data };
  };
  /** The crop one column to the left: of a crop two wider, all but the last two columns. */
  const offByOne: Run = (image, preprocessing) => {
    const { width, height } = preprocessing;
    const wide = right(image, { ...preprocessing, width: width + 2 });
    return wide.filter((_, at) => at % (width + 2) < width).slice(0, 3 * width * height);
  };
  const wrong: Record<string, Run> = {
    "another model's statistics": (image) => right(image, { ...clip, ...IMAGENET }),
    BGR: (image) => right(swapped(image), clip),
    'nearest for bicubic': (image) => right(image, { ...clip, kernel: 'nearest' }),
    'squash for crop': (image) => right(image, { ...clip, resize: 'squash' }),
    'a crop off by one': offByOne,
  };

  it.each(Object.entries(wrong))('%s', (_, run) => {
    for (const picture of ['landscape', 'huge'])
      expect(compare('clip-vit-b-32', picture, run).mean).toBeGreaterThan(BOUND);
  });

  it('division by 255 where U2-Net divides by the maximum', () => {
    const run: Run = (image, preprocessing) => right(image, { ...preprocessing, scale: 'divide-by-255' });
    expect(compare('u2net', 'landscape', run).mean).toBeGreaterThan(BOUND);
  });
});

describe('pinned for each preset', () => {
  it.each(golden.corners)('$preset crops $width x $height where its reference does', (corner) => {
    const place = placement(corner.width, corner.height, preprocessingOf(corner.preset));
    expect([place.resizedWidth, place.resizedHeight]).toEqual(corner.resized);
    expect([place.left, place.top]).toEqual(corner.corner);
  });

  it.each([
    'clip-vit-b-32',
    'siglip-base-patch16-224',
    'siglip2-base-patch16-224',
    'marqo-ecommerce-l',
    'mobileclip-s0',
    'dinov2-small',
    'resnet-50',
    'resnet-50-v1',
  ] as const)('%s has the kernel of its reference: equal with it, and with no other', (preset) => {
    const kernels = ['nearest', 'bilinear', 'bicubic', 'lanczos'] as const;
    const exact = kernels.filter((kernel) => {
      const run: Run = (image, preprocessing) => right(image, { ...preprocessing, kernel });
      return compare(preset, 'landscape', run).maximum < 1e-5;
    });
    expect(exact).toEqual([preprocessingOf(preset).kernel]);
  });

  it.each(['u2net', 'isnet-general'] as const)(
    '%s has the kernel of its paper: every other is at least three times as far',
    (preset) => {
      const own = compare(preset, 'landscape', right).mean;
      for (const kernel of ['nearest', 'bicubic', 'lanczos'] as const) {
        const run: Run = (image, preprocessing) => right(image, { ...preprocessing, kernel });
        expect(compare(preset, 'landscape', run).mean).toBeGreaterThan(3 * own);
      }
    },
  );
});
