// What every script here needs: where things are, and how to start them. Plain JavaScript for Node 18 and later,
// because it runs on a newcomer's machine before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const PNPM_VERSION = '12.21.0';
const windows = process.platform === 'win32';

/** Node 24 from the root's dependency `node`; the Node that runs this script before the first install. */
export function nodePath() {
  const own = path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  return existsSync(own) ? own : process.execPath;
}

/** Environment in which `node` is Node 24 for every child, and keeps what it compiled for the next. */
export function environment(extra = {}) {
  const bin = path.join(root, 'node_modules', '.bin');
  const key = Object.keys(process.env).find((name) => name.toLowerCase() === 'path') ?? 'PATH';
  const dirs = [path.dirname(nodePath()), bin, process.env[key] ?? ''];
  const compiled = path.join(root, '.cache', 'compiled');
  return { ...process.env, [key]: dirs.join(path.delimiter), NODE_COMPILE_CACHE: compiled, ...extra };
}

/** Runs a file with Node 24. Returns the exit code, and the output where `capture` is set. */
export function runNode(file, args = [], { cwd = root, env = {}, capture = false, node = nodePath() } = {}) {
  const stdio = capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
  const options = { cwd, env: environment(env), stdio, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 };
  const result = spawnSync(node, [file, ...args], options);
  if (result.error) throw result.error;
  return { code: result.status ?? 1, output: `${result.stdout ?? ''}${result.stderr ?? ''}` };
}

/** The file behind a command of an installed package, so that no shell and no .cmd shim is needed on Windows. */
export function commandFile(packageName, command = packageName.split('/').pop()) {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Runs the command of a package that the root depends on. */
export function runTool(packageName, args, options = {}) {
  return runNode(commandFile(packageName, options.command), args, options);
}

/** npm's own JavaScript beside the Node that is running, wherever it was installed. */
function npmFile() {
  const node = path.dirname(process.execPath);
  const places = [
    process.env.npm_execpath,
    path.join(node, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(node, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
    '/usr/share/npm/bin/npm-cli.js',
  ];
  return places.find((place) => place && /npm-cli\.js$/.test(place) && existsSync(place));
}

/** Runs npm with the given arguments. */
export function runNpm(args, { cwd = root, env = {}, capture = false, node = process.execPath } = {}) {
  const file = npmFile();
  if (file) return runNode(file, args, { cwd, env, capture, node });
  const stdio = capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
  const result = spawnSync('npm', args, {
    cwd,
    env: environment(env),
    stdio,
    encoding: 'utf8',
    shell: windows,
  });
  if (result.error) throw result.error;
  return { code: result.status ?? 1, output: `${result.stdout ?? ''}${result.stderr ?? ''}` };
}

/** Runs pnpm, which npm fetches where it is missing. */
export function runPnpm(args, options = {}) {
  return runNpm(['exec', '--yes', `--package=pnpm@${PNPM_VERSION}`, '--', 'pnpm', ...args], options);
}

const stampFile = path.join(root, 'node_modules', '.imgsearch-install.json');

/** What an install depends on: lockfile, settings, and the state that the last install left. */
function installState(scope) {
  const hash = createHash('sha256');
  const manifests = ['packages', 'models', 'examples'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'package.json')),
  );
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    const file = path.join(root, name);
    if (existsSync(file)) hash.update(name).update(readFileSync(file));
  }
  const left = path.join(root, 'node_modules', '.modules.yaml');
  return JSON.stringify({
    scope,
    manifests: hash.digest('hex'),
    left: existsSync(left) ? statSync(left).mtimeMs : 0,
  });
}

/**
 * Installs what the lockfile names; at once when the same was installed last.
 * @param scope name of this selection; another selection installs anew
 * @param selection pnpm's arguments for it, e.g. `['--prod', '--filter', 'example-express...']`
 */
export function install(scope = 'all', selection = []) {
  const installed = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  // Everything contains every selection: what `npm test` installed is enough for `npm start`.
  if (installed === installState(scope) || installed === installState('all')) return 0;
  // Some packages would fetch large extras in their install scripts; what is needed lies in the packages themselves.
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const { code } = runPnpm(['install', '--frozen-lockfile', '--prefer-offline', ...selection], { env });
  if (code === 0) {
    mkdirSync(path.dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, installState(scope));
  }
  return code;
}

/** Folders of the workspace that are published, those that others import first. */
export function publishedPackages() {
  const order = ['packages/core'];
  const found = ['packages', 'models'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
  );
  return [...new Set([...order, ...found])]
    .map((folder) => ({ folder, file: path.join(root, folder, 'package.json') }))
    .filter(({ file }) => existsSync(file))
    .map(({ folder, file }) => ({ folder, manifest: JSON.parse(readFileSync(file, 'utf8')) }))
    .filter(({ manifest }) => !manifest.private);
}
