import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

export const data: string =
  process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../../shared/data');
export const pillow: boolean =
  spawnSync('/usr/bin/python3', ['-c', 'import PIL'], { stdio: 'ignore' }).status === 0;

/** One picture of the test's catalogue, in a file. */
export interface TestImage {
  readonly id: string;
  readonly file: string;
}

export interface TestProduct {
  readonly id: string;
  readonly price: number;
  readonly images: readonly TestImage[];
}

/** Pictures in all. */
const PICTURES = 1000;
/** Products whose picture another one replaces, and products whose picture changes under the same id. */
export const REPLACED = 40;
export const CHANGED = 20;

/**
 * Where libvips and Pillow read different variants of a format: whatever they say of these is right. Pillow reads planar
 * TIFF tiles and a tIME chunk that libvips refuses; libvips reads AVIF sequences, CIELAB and what ends a little early.
 */
const EITHER = new Set([
  ...['tiff_tiled_planar_16bit_RGB.tiff', 'tiff_tiled_planar_16bit_RGBa.tiff', 'truncated_end_chunk.png'],
  ...[
    'truncated_exif_dpi.jpg',
    'xmp_tags_orientation.avif',
    'xcsn0g01.png',
    'cielab-dagams.tiff',
    'pitm.avif',
  ],
  ...['sdr_cosmos12920_cicp1-13-6_yuv444_full_qp10.avif', 'testimgl.jpg'],
]);

const VERDICT = `
import json, sys, warnings
from PIL import Image
warnings.simplefilter('ignore')
Image.MAX_IMAGE_PIXELS = None
formats = {'JPEG', 'MPO', 'PNG', 'WEBP', 'GIF', 'AVIF', 'TIFF'}
verdicts = {}
for path in json.load(sys.stdin):
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > 50_000_000: verdicts[path] = 'too large'
            elif picture.format not in formats: verdicts[path] = 'format ' + str(picture.format)
            else: verdicts[path] = 'good' if picture.load() else 'empty'
    except Exception as error:
        verdicts[path] = type(error).__name__
json.dump(verdicts, sys.stdout)
`;

/** Which pictures are good, by Pillow: every byte of them is decoded. */
export function judge(files: readonly string[]): Map<string, 'good' | 'bad' | 'either'> {
  const { stdout, status, stderr } = spawnSync('/usr/bin/python3', ['-c', VERDICT], {
    input: JSON.stringify(files),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(stderr);
  const verdicts = JSON.parse(stdout) as Record<string, string>;
  return new Map(
    files.map((file) => [
      file,
      EITHER.has(path.basename(file)) ? 'either' : verdicts[file] === 'good' ? 'good' : 'bad',
    ]),
  );
}

const hostileFiles = (): string[] =>
  readdirSync(path.join(data, 'hostile'), { recursive: true })
    .map((name) => path.join(data, 'hostile', String(name)))
    .filter((file) => statSync(file).isFile())
    .sort();

/** Small JPEGs, each another cut of a photo. */
async function makePhotos(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const clothing = path.join(data, 'clothing/images');
  const photos = readdirSync(clothing).sort();
  const made: string[] = [];
  for (let at = 0; at < count; at++) {
    const file = path.join(folder, `${at}.jpg`);
    const photo = path.join(clothing, photos[(at * 7) % photos.length]!);
    const picture = sharp(photo).resize(256 + (at % 64), 256, { fit: 'cover' });
    await writeFile(file, await picture.jpeg({ quality: 85 }).toBuffer());
    made.push(file);
  }
  return made;
}

/** A catalogue of 1,000 pictures with the hostile ones among them, and what it is the night after. */
export async function makeCatalogue(
  folder: string,
): Promise<{ readonly before: TestProduct[]; readonly after: TestProduct[] }> {
  const hostile = hostileFiles();
  const photos = await makePhotos(folder, PICTURES - hostile.length + REPLACED + CHANGED);
  const spare = photos.splice(PICTURES - hostile.length);
  // The bad among the good, as evenly as they come.
  const files = [...photos.map((file, at) => [at / photos.length, file] as const)]
    .concat(hostile.map((file, at) => [at / hostile.length, file] as const))
    .sort(([a], [b]) => a - b)
    .map(([, file]) => file);
  const before: TestProduct[] = [];
  for (let at = 0, size = 1; at < files.length; at += size) {
    size = before.length % 5 === 0 ? 3 : 1;
    const images = files.slice(at, at + size).map((file, index) => ({ id: String(index), file }));
    before.push({ id: `product ${before.length}`, price: before.length, images });
  }
  const after = before.map((product) => ({ ...product, price: product.price + 1 }));
  for (let at = 0; at < REPLACED + CHANGED; at++) {
    const product = after[after.length - 1 - at * 2]!;
    const id = at < REPLACED ? 'new' : product.images[0]!.id;
    const image = { id, file: spare[at]! };
    after[after.length - 1 - at * 2] = { ...product, images: [image, ...product.images.slice(1)] };
  }
  return { before, after };
}

export const hasData: boolean = existsSync(path.join(data, 'hostile'));
