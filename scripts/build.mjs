// Builds every published package, those that others import first.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const bin = (name, entry) => path.join(root, 'node_modules', name, entry);
const packages = ['packages/core', 'packages/sharp', 'packages/onnx', 'models/starter'];

for (const name of packages) {
  execFileSync(process.execPath, [bin('tsup', 'dist/cli-default.js'), '--silent'], { cwd: path.join(root, name), stdio: 'inherit' });
}
execFileSync(process.execPath, [bin('typescript', 'bin/tsc'), '-b'], { cwd: root, stdio: 'inherit' });
