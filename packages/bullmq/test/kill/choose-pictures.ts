import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const data = process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../../shared/data');
export const hasData: boolean = existsSync(path.join(data, 'hostile'));

/** Photos of garments with hostile pictures among them, both as evenly as they come. */
export function choosePictures(count: number, ofThemHostile: number): string[] {
  const everyNth = (files: readonly string[], n: number): string[] =>
    Array.from({ length: n }, (_, at) => files[Math.floor((at * files.length) / n)] as string);
  const filesIn = (place: string): string[] =>
    readdirSync(path.join(data, place), { recursive: true })
      .map((name) => path.join(data, place, String(name)))
      .filter((file) => statSync(file).isFile())
      .sort();
  const photos = everyNth(filesIn('clothing/images'), count - ofThemHostile);
  const hostile = everyNth(filesIn('hostile'), ofThemHostile);
  return [...photos.map((file, at) => ({ file, place: at / photos.length }))]
    .concat(hostile.map((file, at) => ({ file, place: at / hostile.length })))
    .sort((a, b) => a.place - b.place)
    .map(({ file }) => file);
}
