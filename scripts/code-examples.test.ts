// What the documents and the comments tell people to write compiles against the packages as they are built.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { codeExamples } from './lib/code-examples.mjs';
import { commandFile, root } from './lib/workspace.mjs';

const folder = path.join(root, '.cache', 'code-examples');
const examples = codeExamples(root).map((example) => {
  const label = `${example.name}:${example.line}`;
  return { ...example, label, file: `${label.replaceAll(/[^\w-]/g, '_')}.ts` };
});
const wrong = { file: 'wrong.ts', code: `import { nothing } from '@imgsearch/core';\nnothing();\n` };
let complaints: string[] = [];

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of [...examples, wrong])
    writeFileSync(path.join(folder, file), `${code}\nexport {};\n`);
  const compilerOptions = { noEmit: true, composite: false, declaration: false, declarationMap: false };
  const relaxed = { emitDeclarationOnly: false, isolatedDeclarations: false, noUnusedLocals: false };
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { ...compilerOptions, ...relaxed },
      include: ['*.ts'],
      exclude: [],
    }),
  );
  const result = spawnSync(
    process.execPath,
    [commandFile('typescript', 'tsc'), '-p', folder, '--pretty', 'false'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  complaints = `${result.stdout}${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
});

it('there are examples, the README first of all', () => {
  expect(examples.map((example) => example.name)).toContain('README.md');
});

it('a wrong example is noticed', () => {
  expect(complaints.filter((line) => line.includes(wrong.file))).not.toEqual([]);
});

it.each(examples.map(({ label, file }) => [label, file]))('%s', (_, file) => {
  // Lines that name no file are complaints about the whole.
  const mine = complaints.filter((line) => line.startsWith(`${file}(`) || !/^(\w[\w-]*\.ts\(|\s)/.test(line));
  expect(mine).toEqual([]);
});
