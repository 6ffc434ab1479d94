import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderDemoCatalog } from '@imgsearch/demo-catalog';
import sharp from 'sharp';
import { root } from './result.ts';

const cache = path.join(root, '.cache/bench');

/** The demo catalogue with two query photos a product; rendered once. */
export const demoCatalog = (): ReturnType<typeof renderDemoCatalog> =>
  renderDemoCatalog({ directory: path.join(cache, 'catalog'), queries: true });

/** Distinct JPEGs made from the query photos: `square` 224x224, `phone` 640 px, `camera` 4000x3000. */
export async function jpegs(kind: 'square' | 'phone' | 'camera', count: number): Promise<Uint8Array[]> {
  const folder = path.join(cache, `${kind}-${count}`);
  if (!existsSync(folder)) {
    const { queriesFile } = await demoCatalog();
    const { queries } = JSON.parse(await readFile(queriesFile, 'utf8')) as { queries: { file: string }[] };
    const partial = `${folder}.partial`;
    await mkdir(partial, { recursive: true });
    for (let i = 0; i < count; i++) {
      const photo = sharp(path.join(path.dirname(queriesFile), queries[i % queries.length]!.file));
      const sized =
        kind === 'square'
          ? photo.resize(224, 224)
          : kind === 'phone'
            ? photo.resize(640, 640, { fit: 'inside', withoutEnlargement: false })
            : photo.resize(4000, 3000, { fit: 'fill' });
      await writeFile(
        path.join(partial, `${String(i).padStart(4, '0')}.jpg`),
        await sized.jpeg({ quality: 88 }).toBuffer(),
      );
    }
    await rename(partial, folder);
  }
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map(async (file) => new Uint8Array(await readFile(path.join(folder, file)))));
}
