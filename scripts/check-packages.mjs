// Packs what would be published, and looks at the tarballs as a registry and a compiler would: publint, and
// are-the-types-wrong for ES modules (`require()` of an ES module needs Node 22.12, which every package asks for).
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packPackages } from './lib/pack.mjs';
import { root, runNode, runTool } from './lib/workspace.mjs';

const folder = path.join(root, '.cache', 'packed');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
if (runNode(path.join(root, 'scripts', 'build.mjs')).code !== 0) process.exit(1);
const packed = packPackages(folder);
let failures = 0;
for (const { name, file } of packed) {
  console.log(`-- ${name}: ${path.basename(file)}`);
  const lint = runTool('publint', ['run', file, '--strict'], { capture: true });
  const types = runTool('@arethetypeswrong/cli', ['--profile', 'esm-only', '--no-emoji', file], {
    command: 'attw',
    capture: true,
  });
  for (const { code, output } of [lint, types]) {
    if (code === 0) continue;
    failures++;
    console.log(output);
  }
}
console.log(`${packed.length} packages packed (${readdirSync(folder).length} files), ${failures} complaints`);
process.exit(failures > 0 ? 1 : 0);
