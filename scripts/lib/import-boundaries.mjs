// Who may import whom: the one table of it, and the reader that holds every source file to it. Specifiers are
// resolved to files, so neither depth nor spelling hides an import; `import type`, re-exports, `import()` and
// `typeof import()` count as well. Tests may import what they like.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** Rooms of @imgsearch/core, and the rooms that each may import besides itself. */
const basics = ['spec', 'errors', 'options'];
const tools = [...basics, 'filter', 'taxonomy', 'fingerprint'];
const walks = [
  ...tools,
  ...[
    'scope',
    'photo',
    'store',
    'checkpoint',
    'batching',
    'cache',
    'retry',
    'telemetry',
    'calibration',
    'taste',
  ],
];
const rooms = {
  spec: [],
  errors: ['spec'],
  options: ['spec', 'errors'],
  filter: basics,
  taxonomy: basics,
  fingerprint: basics,
  // How likely a match is right: applied by searches, fitted by evaluation.
  calibration: [...basics, 'fingerprint'],
  // What a person likes: applied by searches, read from feedback.
  taste: basics,
  // Whether a difference is more than noise: asked by evaluation and by what learns from feedback.
  statistics: [],
  // Wrappers of a contract's own type.
  batching: [...basics, 'telemetry'],
  cache: basics,
  retry: basics,
  telemetry: basics,
  // Photos of many callers share a model's batcher.
  photo: [...tools, 'batching', 'telemetry'],
  store: tools,
  scope: tools,
  checkpoint: basics,
  // What the composer needs: checked options, opening, closing.
  lifecycle: [...tools, 'photo', 'batching', 'telemetry'],
  // Siblings: they walk photo/, never each other.
  search: walks,
  indexing: walks,
  evaluation: [...walks, 'statistics'],
  migration: walks,
  // It fits category heads, which is what classifiers/ does.
  feedback: [...walks, 'statistics', 'classifiers'],
  // Entries of their own.
  classifiers: [...basics, 'taxonomy'],
  ensembles: basics,
  testing: [...tools, 'photo', 'store'],
  node: [...basics, 'checkpoint'],
};
/** Files beside the rooms, and the one file that may import each: here the parts are composed. */
const composing = {
  'create-image-search-pipeline.ts': 'index.ts',
  'check-pipeline-options.ts': 'create-image-search-pipeline.ts',
};

/** Published packages, and the packages of ours that each may import. */
const packages = {
  'packages/core': [],
  'packages/sharp': ['@imgsearch/core'],
  'packages/canvas': ['@imgsearch/core'],
  'packages/onnx': ['@imgsearch/core'],
  'packages/testkit': ['@imgsearch/core'],
  'packages/opensearch': ['@imgsearch/core'],
  'packages/lancedb': ['@imgsearch/core'],
  'packages/http': ['@imgsearch/core'],
  'packages/sources': ['@imgsearch/core'],
  'packages/bullmq': ['@imgsearch/core'],
  'packages/cli': [
    '@imgsearch/core',
    '@imgsearch/sharp',
    '@imgsearch/onnx',
    '@imgsearch/lancedb',
    '@imgsearch/opensearch',
    '@imgsearch/sources',
    '@imgsearch/models-starter',
  ],
  'models/starter': ['@imgsearch/core', '@imgsearch/onnx'],
};

function sourceFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
}

/** Every module that a source text names. */
function specifiersOf(file, text) {
  const { program, module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const found = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries) if (moduleRequest) found.push(moduleRequest.value);
  const literal = (node) => found.push(node.type === 'Literal' ? String(node.value) : '(computed)');
  new Visitor({
    ImportExpression: (node) => literal(node.source),
    TSImportType: (node) => literal(node.source),
    TSExternalModuleReference: (node) => literal(node.expression),
  }).visit(program);
  return [...new Set(found)];
}

/** Why a file of core may not import another, or undefined. Paths are relative to `src`, with slashes. */
function roomComplaint(from, to) {
  const [room, target] = [from, to].map((file) => (file.includes('/') ? file.split('/')[0] : undefined));
  if (target === undefined)
    return from === composing[to] ? undefined : `only ${composing[to] ?? 'nobody'} imports it`;
  if (room === undefined) {
    if (from !== 'index.ts' && !(from in composing)) return 'only rooms and what composes them stand in src';
    const own = ['testing', 'node', 'evaluation', 'classifiers', 'ensembles', 'migration', 'feedback'];
    return own.includes(target) ? `${target}/ is an entry of its own` : undefined;
  }
  if (!(room in rooms)) return `room ${room}/ is not in the table of scripts/lib/import-boundaries.mjs`;
  if (room === target || rooms[room].includes(target)) return undefined;
  return `${room}/ imports ${rooms[room].join(', ') || 'nothing else'}, not ${target}/`;
}

/** Why a package may not import a module by name, or undefined. */
function packageComplaint(folder, inSource, specifier, manifest) {
  if (specifier === '(computed)') return undefined;
  if (isBuiltin(specifier)) {
    const free = folder !== 'packages/core' || inSource.startsWith('node/');
    if (!free) return 'core uses Node built-ins only under src/node';
    return specifier.startsWith('node:') ? undefined : 'built-ins are written node:...';
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (name.startsWith('@imgsearch/')) {
    return packages[folder].includes(name)
      ? undefined
      : `it may import ${packages[folder].join(', ') || 'no package of ours'}`;
  }
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  return name in declared ? undefined : `package.json declares no dependency ${name}`;
}

/**
 * @param root folder laid out as the workspace is
 * @returns one line for each import that breaks a rule
 */
export function findViolations(root) {
  const found = [];
  for (const area of ['packages', 'models']) {
    for (const child of existsSync(path.join(root, area)) ? readdirSync(path.join(root, area)) : []) {
      const folder = `${area}/${child}`;
      const manifestFile = path.join(root, folder, 'package.json');
      if (!existsSync(manifestFile)) continue;
      if (!(folder in packages)) {
        found.push(`${folder}: not in the table of scripts/lib/import-boundaries.mjs`);
        continue;
      }
      const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
      const source = path.join(root, folder, 'src');
      for (const file of sourceFiles(source)) {
        const own = path.relative(source, file).replaceAll(path.sep, '/');
        for (const specifier of specifiersOf(file, readFileSync(file, 'utf8'))) {
          const complaint = specifier.startsWith('.')
            ? pathComplaint(folder, source, own, specifier)
            : packageComplaint(folder, own, specifier, manifest);
          if (complaint) found.push(`${folder}/src/${own} imports ${specifier}: ${complaint}`);
        }
      }
    }
  }
  return found;
}

function pathComplaint(folder, source, own, specifier) {
  const target = path
    .relative(source, path.resolve(source, path.dirname(own), specifier))
    .replaceAll(path.sep, '/');
  if (target.startsWith('..')) {
    return target === '../package.json'
      ? undefined
      : 'a package imports another by its name, never by a path';
  }
  return folder === 'packages/core' ? roomComplaint(own, target) : undefined;
}
