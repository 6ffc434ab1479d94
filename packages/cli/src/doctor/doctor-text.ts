import { styleText } from 'node:util';
import type { Finding } from './finding.ts';

const MARKS = { fine: ['✓', 'green'], note: ['!', 'yellow'], broken: ['✗', 'red'] } as const;
const WIDTH = 100;

/** One finding: its line, and below it what else was seen and what to do. Colours only where stdout shows them. */
export function findingText({ state, summary, details = [], next = [] }: Finding): string {
  const [mark, colour] = MARKS[state];
  const lines = [
    `${styleText(colour, mark, { stream: process.stdout })} ${wrap(summary, '  ')}`,
    ...details.map((text) => `  ${styleText('dim', wrap(text, '  '), { stream: process.stdout })}`),
    ...next.map((text) => `  → ${wrap(text, '    ')}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The last word. */
export function verdictText(findings: readonly Finding[]): string {
  const broken = findings.filter(({ state }) => state === 'broken');
  const notes = findings.filter(({ state }) => state === 'note').length;
  if (broken.length > 0)
    return `\n${styleText('bold', `${broken.length} of ${findings.length} checks found something broken.`, { stream: process.stdout })} What to do stands at each →.\n`;
  const aside =
    notes === 0
      ? ''
      : ` ${notes === 1 ? 'One thing is' : `${notes} things are`} worth knowing, marked with "!".`;
  return `\n${styleText('bold', 'All that is needed works.', { stream: process.stdout })}${aside}\n`;
}

/** Lines of at most 100 characters; a word longer than that stays whole, so that it can be copied. */
function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  for (const line of text.trim().split('\n')) {
    let current = '';
    for (const word of line.split(' ')) {
      if (current !== '' && indent.length + current.length + 1 + word.length > WIDTH) {
        lines.push(current);
        current = word;
      } else current = current === '' ? word : `${current} ${word}`;
    }
    lines.push(current);
  }
  return lines.join(`\n${indent}`);
}
