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

/** The `@example`s of a source's comments: the fenced part, or everything up to the next tag. */
function commentExamples(text) {
  const found = [];
  for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const lines = comment[0].split('\n').map((line) => line.replace(/^\s*\*\/?\s?/, ''));
    const start = lines.findIndex((line) => line.startsWith('@example'));
    if (start < 0) continue;
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((line) => /^@[a-z]/.test(line));
    const body = (end < 0 ? rest : rest.slice(0, end)).join('\n');
    const line = text.slice(0, comment.index).split('\n').length + start;
    found.push({ line, code: fencedBlocks(body)[0]?.code ?? body });
  }
  return found;
}

/**
 * Every example under a folder. A block of a document that is marked `ts continued` is read together with the one
 * before it; an example in a comment may use what the packages export without importing it.
 * @returns `{ name, line, code, place }` of each; the name is the file's path with slashes
 */
export function codeExamples(root) {
  const nameOf = (file) => path.relative(root, file).replaceAll(path.sep, '/');
  const documents = files(root, (name) => name.endsWith('.md')).flatMap((file) => {
    let before = '';
    return fencedBlocks(readFileSync(file, 'utf8')).flatMap(({ language, info, line, code }) => {
      if (language !== 'ts') return [];
      before = info === 'continued' ? `${before}\n${code}` : code;
      return [{ name: nameOf(file), line, code: before, place: 'document' }];
    });
  });
  const published = (name) => name.endsWith('.ts') && !name.endsWith('.test.ts');
  const sources = ['packages', 'models']
    .flatMap((area) => files(path.join(root, area), published))
    .filter((file) => file.includes(`${path.sep}src${path.sep}`));
  const comments = sources.flatMap((file) =>
    commentExamples(readFileSync(file, 'utf8')).map((example) => ({
      name: nameOf(file),
      ...example,
      place: 'comment',
    })),
  );
  return [...documents, ...comments];
}
