// Makes the tarballs that a release would publish.
import path from 'node:path';
import { publishedPackages, root, runPnpm } from './workspace.mjs';

/** What must never leave the house in a tarball. */
const UNWANTED = /\.test\.|\.tsbuildinfo$|(^|\/)(test|tests|fixtures)\//;

/** @returns name and tarball of each published package */
export function packPackages(folder) {
  return publishedPackages().map(({ folder: own, manifest }) => {
    const { code, output } = runPnpm(['pack', '--json', '--pack-destination', folder], {
      cwd: path.join(root, own),
      capture: true,
    });
    if (code !== 0) throw new Error(`pnpm pack failed in ${own}:\n${output}`);
    const { filename, files } = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1));
    const unwanted = files.map((file) => file.path).filter((file) => UNWANTED.test(file));
    if (unwanted.length > 0) throw new Error(`${own} would publish ${unwanted.join(', ')}`);
    return { name: manifest.name, file: path.resolve(folder, filename) };
  });
}
