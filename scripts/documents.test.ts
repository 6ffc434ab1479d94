// What the documents say of each other and of the folders around them is so.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { deadLinks } from './lib/dead-links.ts';
import { root } from './lib/workspace.mjs';

const skipped = new Set(['node_modules', 'dist', '.cache', '.git', '.next']);
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const foldersIn = (name: string): string[] =>
  readdirSync(path.join(root, name), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
function documentsIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : documentsIn(name);
    return name.endsWith('.md') ? [name] : [];
  });
}
const guides = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));

it.each(documentsIn(''))('every link of %s leads somewhere', (name) => {
  expect(deadLinks(path.join(root, name))).toEqual([]);
});

it('a link that leads nowhere is seen', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-links-'));
  const file = path.join(folder, 'a.md');
  const links = ['a.md', '#here-and-now', 'a.md#here-and-now-1', 'gone.md', '#gone', 'a.md#here', '.#a'];
  const text = `# Here, \`and\` now!\n\n# Here and now\n\n${links.map((link) => `[x](${link})`).join('\n')}`;
  writeFileSync(file, `${text}\n\n\`\`\`md\n# Gone\n[x](in-a-block.md)\n\`\`\`\n`);
  expect(deadLinks(file)).toEqual(['gone.md', '#gone', 'a.md#here', '.#a']);
  rmSync(folder, { recursive: true });
});

describe.each(['README.md', 'README.ko.md'])('%s', (name) => {
  it('leads to every guide, package and example', () => {
    const members = ['packages', 'examples'].flatMap((area) =>
      foldersIn(area).map((folder) => `${area}/${folder}`),
    );
    // The catalogue of the demo is drawn for the others, and nothing to copy.
    const copied = members.filter(
      (place) => place !== 'examples/catalog' && existsSync(path.join(root, place, 'package.json')),
    );
    const wanted = [...copied, ...guides.map((guide) => `docs/${guide}`)];
    expect(wanted.filter((place) => !read(name).includes(`](${place})`))).toEqual([]);
  });
});

it.each(guides.filter((guide) => read(`docs/${guide}`).split(/\s+/).length > 1300))(
  'the long docs/%s begins with links to its sections',
  (guide) => {
    const text = read(`docs/${guide}`).replaceAll(/^```[\s\S]*?^```$/gm, '');
    const sections = text.match(/^## .+$/gm) ?? [];
    const links = text.slice(0, text.indexOf('\n## ')).match(/\]\(#[^)]+\)/g) ?? [];
    expect(new Set(links).size).toBe(sections.length);
  },
);

it('the architecture names every room of core', () => {
  const text = read('docs/architecture.md');
  const rooms = foldersIn('packages/core/src').map((room) => `\`${room}/\``);
  expect(rooms.filter((room) => !text.includes(room))).toEqual([]);
});
