// docs/telemetry.md: its example runs as it stands, and the console shows every span and metric that its tables promise.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from './lib/workspace.mjs';

const folder = path.join(root, '.cache', 'telemetry-example');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = readFileSync(path.join(root, 'docs/telemetry.md'), 'utf8');
const [, code = ''] = /```ts\n(.*?)```/s.exec(text) ?? [];
/** Rows of the table under a heading. */
const rowsUnder = (heading: string): string[] =>
  text
    .slice(text.indexOf(`## ${heading}`))
    .split('\n## ', 1)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'));

it('tells what the tables promise', () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'example.ts'), code);
  const { stdout, stderr, status } = spawnSync(process.execPath, ['example.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const metrics = rowsUnder('Metrics').flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([a-z.]+)`/g)].map(([, name]) => name!),
  );
  expect(metrics.length).toBeGreaterThan(9);
  const shown = new Set([...stdout.matchAll(/\bname: '([^']+)'/g)].map(([, name]) => name));
  expect(metrics.filter((name) => !shown.has(name))).toEqual([]);
  // What the example's own search passes; its pipeline has no background remover and no classifier.
  for (const step of ['search', 'read', 'decode', 'segment', 'match'])
    expect(shown).toContain(`imgsearch.${step}`);
  expect(shown).toContain('embeddings fake-embedder');
  expect(shown).toContain('searchGroups memory');
});
