import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Product } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import sharp from 'sharp';
import type { fields, ModelName } from './open-model.ts';

/** Draws pictures that all differ in form and colour. @returns their paths, by product */
export async function drawShop(folder: string, count: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let at = 0; at < count; at++) {
    const [hue, turn, points] = [(at * 47) % 360, (at * 31) % 90, 3 + (at % 7)];
    const corners = Array.from({ length: points * 2 }, (_, corner) => {
      const [angle, radius] = [(Math.PI * corner) / points, corner % 2 ? 30 + ((at * 13) % 50) : 90];
      return `${(100 + radius * Math.cos(angle)).toFixed(1)},${(100 + radius * Math.sin(angle)).toFixed(1)}`;
    });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="hsl(${(hue + 150) % 360} 30% 90%)"/><polygon transform="rotate(${turn} 100 100)" points="${corners.join(' ')}" fill="hsl(${hue} 70% ${35 + (at % 4) * 8}%)"/></svg>`;
    const file = path.join(folder, `p${at}.png`);
    await sharp(Buffer.from(svg)).png().toFile(file);
    paths.push(file);
  }
  return paths;
}

/** The shop's products; each says which model its record was built by, so that a hit shows where it lies. */
export const shopProducts = (pictures: readonly string[], builtBy: ModelName): Product<typeof fields>[] =>
  pictures.map((file, at) => ({
    id: `p${at}`,
    images: [fromFile(file)],
    metadata: { price: at, builtBy },
  }));
