// `npm run test:packed`: installs what would be published into empty projects, as strangers do, and runs it there:
// with npm and with pnpm, on Node 22 and 24, from ES modules, from CommonJS, and from NestJS with its default build
// and Jest. The programs, the Nest files and every line of configuration are taken from README.md and docs/, so what
// people read is what runs here. Nothing is fetched but packages from the registry.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fencedBlocks } from './lib/code-examples.mjs';
import { packPackages } from './lib/pack.mjs';
import { oneTest, runSteps } from './lib/report.mjs';
import { install, root, runNode, runNpm, runPnpm } from './lib/workspace.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-packed-'));
const tarballs = path.join(folder, 'tarballs');
const windows = process.platform === 'win32';
const native = ['sharp', 'onnxruntime-node'];
let packed = [];

// The first of a document's blocks that holds a text, so that a moved block is missed aloud.
function block(document, holding) {
  const found = fencedBlocks(readFileSync(path.join(root, document), 'utf8')).find(({ code }) =>
    code.includes(holding),
  );
  if (!found) throw new Error(`${document} has no code block with "${holding}"`);
  return found.code;
}
const guide = 'docs/using-from-commonjs-nestjs-jest.md';

/** Quiet unless it fails: what was said is then shown. */
function must(what, { code, output }) {
  if (code === 0) return output;
  console.error(`${what} ended with ${code}:\n${output}`);
  throw new Error(`${what} failed`);
}

const write = (place, text) => {
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
};
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** What the README installs. */
const readmePackages = ['core', 'sharp', 'onnx', 'models-starter'].map((name) => `@imgsearch/${name}`);

/** Dependencies of a host: our tarballs, and the native libraries that it brings itself. */
function dependencies(names = readmePackages) {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).dependencies;
  const own = packed
    .filter(({ name }) => names.includes(name))
    .map(({ name, file }) => [name, `file:${file.replaceAll(path.sep, '/')}`]);
  return Object.fromEntries([...own, ...native.map((name) => [name, wanted[name]])]);
}

/** Binaries of Node 22 and 24 from the registry, so that the machine needs neither. */
const runtimes = {};
function installRuntimes() {
  const place = path.join(folder, 'runtimes');
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${windows ? 'win' : process.platform}-${process.arch}`;
  const wanted = Object.fromEntries([22, 24].map((major) => [`node-${major}`, `npm:${name}@^${major}.0.0`]));
  write(path.join(place, 'package.json'), json({ private: true, dependencies: wanted }));
  must(
    'npm install',
    runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: place, capture: true }),
  );
  for (const major of [22, 24]) {
    const bin = path.join(place, 'node_modules', `node-${major}`, 'bin', windows ? 'node.exe' : 'node');
    runtimes[major] = bin;
    console.log(
      `Node ${major}: ${must('node --version', runNode('--version', [], { node: bin, capture: true })).trim()}`,
    );
  }
}

/** Pictures for the example: three products that differ in colour and shape, and the first of them as the query. */
async function drawPictures(place) {
  const { default: sharp } = await import('sharp');
  const shapes = {
    'red-mug': '<circle cx="200" cy="200" r="120" fill="#c22"/>',
    'blue-lamp': '<path d="M200 60L320 340H80Z" fill="#25b"/>',
    'green-box': '<rect x="90" y="110" width="220" height="180" fill="#2a4"/>',
  };
  mkdirSync(place, { recursive: true });
  for (const [name, shape] of Object.entries(shapes)) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="#eee"/>${shape}</svg>`;
    await sharp(Buffer.from(svg))
      .jpeg()
      .toFile(path.join(place, `${name}.jpg`));
  }
  cpSync(path.join(place, 'red-mug.jpg'), path.join(place, 'query.jpg'));
}

/** Installs with one client, then runs the README's program and its CommonJS twin on both Nodes. */
async function runHost(client) {
  const place = path.join(folder, client);
  write(
    path.join(place, 'package.json'),
    json({ name: 'host', private: true, dependencies: dependencies() }),
  );
  if (client === 'pnpm')
    write(path.join(place, 'pnpm-workspace.yaml'), `${block('README.md', 'allowBuilds:')}\n`);
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip', CI: 'true' };
  const options = { cwd: place, capture: true, env };
  if (client === 'npm')
    must('npm install', runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline'], options));
  else must('pnpm install', runPnpm(['install'], options));
  write(
    path.join(place, 'main.mjs'),
    `${block('README.md', 'pipeline.index(')}\n${block('README.md', 'runtime.close()')}`,
  );
  write(path.join(place, 'main.cjs'), block(guide, "require('@imgsearch/core')"));
  await drawPictures(path.join(place, 'photos'));
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [major, node] of Object.entries(runtimes)) {
    for (const program of ['main.mjs', 'main.cjs']) {
      const { code, output } = runNode(path.join(place, program), [], { cwd: place, capture: true, node });
      // Whatever the words around it, the query's own picture comes first.
      const right = code === 0 && output.search('red-mug') >= 0 && firstOf(output) === 'red-mug';
      console.log(`${right ? 'ok' : 'FAILED'}: ${client}, Node ${major}, ${program}`);
      if (!right) console.log(output);
      total[right ? 'passed' : 'failed']++;
    }
  }
  return total;
}

/** Installs everything that is published, imports each package, and uses the terminal on the folder of pictures. */
async function runTerminal() {
  const place = path.join(folder, 'terminal');
  const names = packed.map(({ name }) => name);
  write(
    path.join(place, 'package.json'),
    json({ name: 'host', private: true, dependencies: dependencies(names) }),
  );
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip', CI: 'true' };
  must(
    'npm install',
    runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: place, capture: true, env }),
  );
  await drawPictures(path.join(place, 'photos'));
  write(path.join(place, 'all.mjs'), names.map((name) => `await import('${name}');\n`).join(''));
  const bin = path.join(place, 'node_modules', '@imgsearch', 'cli', 'dist', 'bin.js');
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [major, node] of Object.entries(runtimes)) {
    const commands = [
      ['imports', path.join(place, 'all.mjs'), [], ''],
      ['index', bin, ['index', 'photos', '--store', `store-${major}`], '4 pictures'],
      [
        'search',
        bin,
        ['search', 'photos/query.jpg', '--store', `store-${major}`, '--everything'],
        'red-mug.jpg',
      ],
    ];
    for (const [what, file, words, said] of commands) {
      const { code, output } = runNode(file, words, { cwd: place, capture: true, node });
      const right = code === 0 && output.includes(said);
      console.log(`${right ? 'ok' : 'FAILED'}: terminal, Node ${major}, ${what}`);
      if (!right) console.log(output);
      total[right ? 'passed' : 'failed']++;
    }
  }
  return total;
}

/** Which product a program named first. */
function firstOf(output) {
  const names = ['red-mug', 'blue-lamp', 'green-box'].filter((name) => output.includes(name));
  return names.sort((a, b) => output.indexOf(a) - output.indexOf(b))[0];
}

/**
 * A NestJS project as its generator makes it, plus our provider: built with its own TypeScript, started, and tested
 * with Jest.
 * @param configure changes package.json by the lines that the guide gives
 */
async function runNest(template, majors, jestArgs, configure) {
  const place = path.join(folder, template);
  cpSync(path.join(root, 'scripts', 'packed', template), place, { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  Object.assign(manifest.dependencies, dependencies());
  configure(manifest);
  write(path.join(place, 'package.json'), json(manifest));
  for (const name of ['search.module.ts', 'search.module.spec.ts', 'search.fakes.spec.ts', 'main.ts'])
    write(path.join(place, 'src', name), block(guide, `// src/${name}`));
  await drawPictures(path.join(place, 'photos'));
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip', CI: 'true' };
  must(
    'npm install',
    runNpm(['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: place, capture: true, env }),
  );
  const file = (...names) => path.join(place, 'node_modules', ...names);
  const total = { passed: 0, failed: 0, skipped: 0 };
  const check = (what, { code, output }) => {
    console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${template}, ${what}`);
    if (code !== 0) console.log(output);
    total[code === 0 ? 'passed' : 'failed']++;
  };
  check(
    'build',
    runNode(file('typescript', 'bin', 'tsc'), ['-p', 'tsconfig.build.json'], { cwd: place, capture: true }),
  );
  for (const major of majors) {
    const options = { cwd: place, capture: true, node: runtimes[major] };
    check(`start on Node ${major}`, runNode(path.join(place, 'dist', 'main.js'), [], options));
    const [first, ...others] = [...jestArgs, file('jest', 'bin', 'jest.js')];
    check(`Jest on Node ${major}`, runNode(first, [...others, '--ci'], options));
  }
  return total;
}

const withJestLines = (manifest) => {
  // The lines as they stand in the guide, put into the generated configuration.
  const lines = JSON.parse(`{${block(guide, 'transformIgnorePatterns')}}`);
  manifest.jest.transform = { ...lines.transform, ...manifest.jest.transform };
  manifest.jest.transformIgnorePatterns = lines.transformIgnorePatterns;
};

// Arguments name hosts to try alone, e.g. `npm run test:packed -- nest-12`.
const wanted = process.argv.slice(2);
const steps = [
  {
    name: 'install',
    first: true,
    run: () => (install() === 0 ? { passed: 0, failed: 0, skipped: 0 } : oneTest(1)),
  },
  { name: 'build', first: true, run: () => oneTest(runNode(path.join(root, 'scripts', 'build.mjs')).code) },
  {
    name: 'pack',
    first: true,
    run: () => {
      mkdirSync(tarballs, { recursive: true });
      packed = packPackages(tarballs);
      console.log(readdirSync(tarballs).join('\n'));
      return oneTest(packed.length > 0 ? 0 : 1);
    },
  },
  {
    name: 'runtimes',
    first: true,
    run: () => {
      installRuntimes();
      return oneTest(0);
    },
  },
  { name: 'npm', run: () => runHost('npm') },
  { name: 'pnpm', run: () => runHost('pnpm') },
  { name: 'terminal', run: runTerminal },
  { name: 'nest-11', run: () => runNest('nest-11', [22, 24], [], withJestLines) },
  // Jest can load NestJS 12 itself only from Node 24.9 on; its template passes the flag.
  { name: 'nest-12', run: () => runNest('nest-12', [24], ['--experimental-vm-modules'], () => {}) },
];
const code = await runSteps(
  steps.filter(({ name, first }) => first || wanted.length === 0 || wanted.includes(name)),
);
rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
process.exit(code);
