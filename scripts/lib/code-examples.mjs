// Finds the TypeScript that people are told to write: fenced `ts` blocks in Markdown, and `@example`s in comments.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.cache', '.git']);

function files(folder, wanted) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : files(place, wanted);
    return wanted(entry.name) ? [place] : [];
  });
}

/** Fenced blocks of a text: `{ line, info, code }`, where `info` is what stands behind `ts`. */
export function fencedBlocks(text) {
  const blocks = [];
  let open;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^\s*```(\S*)\s*(.*)$/.exec(line);
    if (!fence) open?.code.push(line);
    else if (open) {
      blocks.push({ ...open, code: open.code.join('\n') });
      open = undefined;
    } else open = { line: index + 1, language: fence[1], info: fence[2], code: [] };
  }
  return blocks;
}

/**
 * Every example under a folder. A block marked `ts continued` is read together with the blocks before it.
 * @returns `{ name, line, code }` of each; the name is the file's path with slashes
 */
export function codeExamples(root) {
  const found = [];
  const add = (file, text) => {
    const name = path.relative(root, file).replaceAll(path.sep, '/');
    let before = '';
    for (const { language, info, line, code } of fencedBlocks(text)) {
      if (language !== 'ts') continue;
      before = info === 'continued' ? `${before}\n${code}` : code;
      found.push({ name, line, code: before });
    }
  };
  for (const file of files(root, (name) => name.endsWith('.md'))) add(file, readFileSync(file, 'utf8'));
  const published = (name) => name.endsWith('.ts') && !name.endsWith('.test.ts');
  for (const area of ['packages', 'models'])
    for (const file of files(path.join(root, area), published)) {
      if (!file.includes(`${path.sep}src${path.sep}`)) continue;
      // Only comments: the lines that begin with a star, and those lose it; all others become empty.
      const lines = readFileSync(file, 'utf8').split('\n');
      add(file, lines.map((line) => /^\s*\* ?(.*)$/.exec(line)?.[1] ?? '').join('\n'));
    }
  return found;
}
