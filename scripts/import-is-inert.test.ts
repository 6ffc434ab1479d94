// Importing a package does nothing: no file, environment variable, native library, thread, timer or global.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { publishedPackages, root } from './lib/workspace.mjs';

const watcher = path.join(root, 'scripts', 'lib', 'watch-import.mjs');
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'imgsearch-inert-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the import of a file did. Permissions refuse native code, children and threads before they start. */
function effectsOf(file: string): string[] {
  const allowed = [root, folder].map((place) => `--allow-fs-read=${place}`);
  const child = spawnSync(process.execPath, ['--permission', ...allowed, watcher, file], {
    encoding: 'utf8',
    env: { PATH: '' },
  });
  if (child.status !== 0) return [child.stderr];
  return JSON.parse(child.stdout) as string[];
}

describe('importing does nothing', () => {
  const entries = publishedPackages().flatMap(({ folder: own, manifest }) =>
    Object.entries(manifest.exports).flatMap(([name, target]) =>
      typeof target === 'string'
        ? []
        : [[`${manifest.name}${name.slice(1)}`, path.join(root, own, target.default)]],
    ),
  );
  it.each(entries)('%s', (_, file) => {
    expect(effectsOf(file!)).toEqual([]);
  });
});

describe('the watch sees', () => {
  it.each([
    [
      'a file read',
      `import { readFileSync } from 'node:fs'; readFileSync(import.meta.filename);`,
      /fs\.readFileSync/,
    ],
    [
      'a file looked for',
      `import fs from 'node:fs'; try { fs.existsSync('/etc/hosts') } catch {}`,
      /fs\.existsSync/,
    ],
    [
      'a promised read',
      `import { readFile } from 'node:fs/promises'; await readFile(import.meta.filename);`,
      /readFile/,
    ],
    ['an environment variable', `export const debug = process.env.DEBUG === 'x';`, /env DEBUG/],
    [
      'a native library',
      `import { createRequire } from 'node:module'; try { createRequire('${root.replaceAll('\\', '/')}/package.json')('sharp') } catch {}`,
      /dlopen|fs\./,
    ],
    ['a native addon', `try { process.dlopen({ exports: {} }, 'x.node') } catch {}`, /dlopen/],
    [
      'a thread',
      `import { Worker } from 'node:worker_threads'; try { new Worker('', { eval: true }) } catch {}`,
      /Worker/,
    ],
    ['a child process', `import { spawn } from 'node:child_process'; try { spawn('ls') } catch {}`, /spawn/],
    ['a timer', `setInterval(() => {}, 1000).unref();`, /setInterval/],
    ['a listener', `process.on('exit', () => {});`, /process\.on/],
    ['a global', `globalThis.here = 1;`, /global here/],
  ])('%s', (_, text, expected) => {
    const file = path.join(folder, 'fixture.mjs');
    writeFileSync(file, text);
    expect(effectsOf(file).join('\n')).toMatch(expected);
  });
  it('nothing where there is nothing', () => {
    const file = path.join(folder, 'fixture.mjs');
    writeFileSync(file, 'export const one = 1;');
    expect(effectsOf(file)).toEqual([]);
  });
});
