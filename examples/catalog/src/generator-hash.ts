import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** SHA-256 over this package's sources and the versions of what draws: when it differs, pictures are made anew. */
export async function generatorHash(): Promise<string> {
  const { default: sharp } = await import('sharp');
  const root = import.meta.dirname;
  const names = (await readdir(root, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter(
      (name) =>
        name.endsWith('.ts') &&
        !name.endsWith('.test.ts') &&
        !name.startsWith('families/training/') &&
        !name.startsWith('training/'),
    )
    .sort();
  const hash = createHash('sha256').update(
    JSON.stringify([sharp.versions.sharp, sharp.versions.vips, sharp.versions.rsvg]),
  );
  for (const name of names) hash.update(`\n${name}\n`).update(await readFile(join(root, name)));
  return hash.digest('hex');
}
