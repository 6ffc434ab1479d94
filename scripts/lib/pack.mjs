// Makes the tarballs that a release would publish.
import path from 'node:path';
import { publishedPackages, runPnpm } from './workspace.mjs';

/** What must never leave the house in a tarball. */
const UNWANTED = /\.test\.|\.tsbuildinfo$|(^|\/)(test|tests|fixtures)\//;

/** @returns name and tarball of each published package */
export function packPackages(folder) {
  const chosen = publishedPackages().map(({ manifest }) => `--filter=${manifest.name}`);
  const words = ['--recursive', ...chosen, 'pack', '--json', '--pack-destination', folder];
  const { code, output } = runPnpm(words, { capture: true });
  if (code !== 0) throw new Error(`pnpm pack failed:\n${output}`);
  const packed = JSON.parse(output.slice(output.indexOf('['), output.lastIndexOf('\n]') + 2));
  if (packed.length !== chosen.length)
    throw new Error(`pnpm packed ${packed.length} of ${chosen.length} packages:\n${output}`);
  return packed.map(({ name, filename, files }) => {
    const unwanted = files.map((file) => file.path).filter((file) => UNWANTED.test(file));
    if (unwanted.length > 0) throw new Error(`${name} would publish ${unwanted.join(', ')}`);
    return { name, file: path.resolve(folder, filename) };
  });
}
