import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A Markdown text without its fenced blocks. */
const proseOf = (text: string): string => text.replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '');

/** The anchors of a Markdown text, as GitHub makes them of its headings. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(text).matchAll(/^#{1,6}\s+(.+)$/gm)) {
    const words = heading.toLowerCase().replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    anchors.add(times === 0 ? anchor : `${anchor}-${times}`);
  }
  return anchors;
}

/**
 * The links of a Markdown file that lead nowhere: to a file that is not there, or to a heading that no longer has that
 * name. Addresses of the web are not asked.
 */
export function deadLinks(file: string): string[] {
  const links = proseOf(readFileSync(file, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [place = '', anchor] = link.split('#');
    const target = place === '' ? file : path.join(path.dirname(file), place);
    if (!existsSync(target)) return [link];
    if (anchor === undefined) return [];
    return statSync(target).isFile() && anchorsOf(readFileSync(target, 'utf8')).has(anchor) ? [] : [link];
  });
}
