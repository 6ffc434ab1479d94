// Builds every published package: bundles by tsup, then declarations by tsc.
// `--bundles` stops after the bundles, which is all that running needs; `--clean` builds anew, as a release must.
// Folders, e.g. `packages/core`, build those alone: an image installs no more than its own needs.
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { publishedPackages, root, runTool } from './lib/workspace.mjs';

/** Latest change under a file or folder, in milliseconds since the epoch. */
function changedAt(place) {
  if (!existsSync(place)) return 0;
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(place).map((name) => changedAt(path.join(place, name))));
}

/**
 * What an example takes as a registry would give it (`injected` in its package.json) was copied by the install, which
 * runs before there are bundles.
 */
function copyToInstalled() {
  const store = path.join(root, 'node_modules', '.pnpm');
  for (const { folder, manifest } of publishedPackages()) {
    const mark = `${manifest.name.replace('/', '+')}@file+${folder.replaceAll('/', '+')}`;
    for (const name of readdirSync(store).filter((each) => each === mark || each.startsWith(`${mark}_`))) {
      const target = path.join(store, name, 'node_modules', manifest.name, 'dist');
      rmSync(target, { recursive: true, force: true });
      cpSync(path.join(root, folder, 'dist'), target, { recursive: true });
    }
  }
}

const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const chosen = publishedPackages().filter(({ folder }) => named.length === 0 || named.includes(folder));
let rebuilt = 0;
for (const { folder } of chosen) {
  const own = path.join(root, folder);
  const config = path.join(own, 'tsup.config.ts');
  if (!existsSync(config)) continue;
  if (process.argv.includes('--clean')) rmSync(path.join(own, 'dist'), { recursive: true, force: true });
  // tsup bundles what a package imports by relative path alone, so its own sources decide.
  const sources = Math.max(
    changedAt(path.join(own, 'src')),
    changedAt(config),
    changedAt(path.join(own, 'package.json')),
  );
  const bundle = path.join(own, 'dist', 'index.js');
  if (existsSync(bundle) && statSync(bundle).mtimeMs > sources) continue;
  const { code } = runTool('tsup', ['--silent'], { cwd: own });
  if (code !== 0) process.exit(code);
  rebuilt++;
}
copyToInstalled();
console.log(`bundles: ${rebuilt} built, ${chosen.length - rebuilt} up to date`);
if (process.argv.includes('--bundles')) process.exit(0);
const folders = chosen.map(({ folder }) => folder);
const { code: declarations } = runTool('typescript', ['-b', ...folders], { command: 'tsc' });
copyToInstalled();
process.exit(declarations);
