import path from 'node:path';

const extensions = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.gif', '.tif', '.tiff']);

/** Whether a file's name ends like a picture's. */
export const isPictureFile = (file: string): boolean => extensions.has(path.extname(file).toLowerCase());

/** `red_chair-02` becomes `Red chair 02`. */
export function nameFromFile(file: string): string {
  const words = path.parse(file).name.replaceAll(/[_-]+/g, ' ').trim();
  return words ? words[0]!.toUpperCase() + words.slice(1) : file;
}
