// `npm test`: installs what the lockfile names, builds, and runs every quick check. Arguments name steps to run alone,
// e.g. `npm test -- lint unit`. Plain JavaScript for Node 18 and later; the checks themselves run on Node 24.
import path from 'node:path';
import { findChromium } from './lib/find-chromium.mjs';
import { oneTest, runSteps } from './lib/report.mjs';
import { runVitest } from './lib/run-vitest.mjs';
import { install, root, runNode, runTool } from './lib/workspace.mjs';

const script = (name, ...args) => oneTest(runNode(path.join(root, 'scripts', name), args).code);
const none = { passed: 0, failed: 0, skipped: 0 };

const chromium = findChromium();
function browserTests() {
  if (chromium) return runVitest('e2e', ['--project', 'e2e', '--maxWorkers=2'], { CHROMIUM_PATH: chromium });
  console.warn('!! SKIPPED: no Chromium found. Install one, or set CHROMIUM_PATH, to test the pages too.');
  return process.env.CI ? oneTest(1) : { ...none, skipped: 1 };
}

const wanted = process.argv.slice(2);
// Who names the build wants the declarations too, and Next's build in these tests checks types. Otherwise they wait for
// the step `packages`.
const bundlesAlone = !['build', 'e2e', 'long'].some((name) => wanted.includes(name));
const steps = [
  { name: 'install', first: true, always: true, run: () => (install() === 0 ? none : oneTest(1)) },
  {
    name: 'build',
    first: true,
    always: true,
    run: () => script('build.mjs', ...(bundlesAlone ? ['--bundles'] : [])),
  },
  { name: 'lint', run: () => oneTest(runTool('@biomejs/biome', ['check', '--error-on-warnings']).code) },
  { name: 'types', run: () => oneTest(runTool('typescript', ['-b'], { command: 'tsc' }).code) },
  {
    name: 'unit',
    // vitest leaves one core free; these wait for processes of their own as often as they compute.
    run: () =>
      runVitest('unit', [
        '--project',
        '!e2e',
        '--project',
        '!stores',
        '--project',
        '!long',
        '--maxWorkers=100%',
      ]),
  },
  {
    name: 'stores',
    // They wait for servers more than they compute.
    run: () => runVitest('stores', ['--project', 'stores', '--maxWorkers=3']),
  },
  { name: 'packages', run: () => script('check-packages.mjs') },
  { name: 'e2e', run: browserTests },
  // Only where it is named.
  { name: 'long', long: true, run: () => runVitest('long', ['--project', 'long']) },
];

const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no step ${unknown.join(', ')}; there are ${steps.map((step) => step.name).join(', ')}.`,
  );
  process.exit(2);
}
const chosen = steps.filter(
  ({ name, always, long }) => always || (wanted.length === 0 ? !long : wanted.includes(name)),
);
process.exit(await runSteps(chosen));
