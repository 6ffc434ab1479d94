// `npm start`: installs only what the demo needs, bundles our packages where they changed, and runs the demo on
// Node 24. Plain JavaScript for Node 18 and later, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { environment, install, nodePath, root, runNode } from './lib/workspace.mjs';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 18) {
  console.error(
    `This needs Node 18 or later to start (it fetches Node 24 itself); this is ${process.version}.`,
  );
  process.exit(1);
}

/** Runs a step, and says what it is and how long it took where it took a while. */
function step(name, run) {
  const began = Date.now();
  console.log(`-- ${name}`);
  const code = run();
  const seconds = (Date.now() - began) / 1000;
  if (code !== 0) {
    console.error(`-- ${name} failed after ${seconds.toFixed(1)} s (exit code ${code}).`);
    process.exit(code);
  }
  if (seconds > 2) console.log(`   ${seconds.toFixed(1)} s`);
}

// The root's own dependencies are what a start needs: Node 24, the bundler, and what packages take as their peers.
const selection = ['--prod', '--filter', 'imgsearch', '--filter', 'example-express...'];
step('Installing what the demo needs (once; about 275 MB to fetch)', () => install('start', selection));
step('Bundling', () => runNode(path.join(root, 'scripts', 'build.mjs'), ['--bundles']).code);

console.log('-- Starting the demo');
const server = spawn(nodePath(), [path.join(root, 'examples', 'express', 'src', 'server.ts')], {
  cwd: root,
  env: environment(),
  stdio: 'inherit',
});
// Ctrl+C reaches the server as well, which ends in its own time; what is sent to this process alone is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => server.kill('SIGTERM'));
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
