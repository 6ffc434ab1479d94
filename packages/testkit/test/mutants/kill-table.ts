/** Part of the table: the pairs of one suite that it shows. */
export interface KillSection {
  readonly title: string;
  /** Every mutant with its group. */
  readonly mutants: readonly { readonly name: string; readonly group: string }[];
  readonly cases: readonly string[];
  readonly caughtBy: ReadonlyMap<string, readonly string[]>;
}

const SHOWN = 2;

/**
 * The most telling pairs: of each mutant the cases that catch fewest others, and of each case the mutants that fewest
 * others catch. So every mutant and every case is in at least one row, and no row hangs on a race that some store loses.
 */
function pairs({ mutants, cases, caughtBy }: KillSection): Set<string> {
  const catches = new Map(
    cases.map((name) => [name, mutants.filter((one) => caughtBy.get(one.name)!.includes(name))]),
  );
  const size = (name: string): number => catches.get(name)!.length;
  const chosen = new Set<string>();
  for (const { name } of mutants)
    for (const by of [...caughtBy.get(name)!].sort((a, b) => size(a) - size(b)).slice(0, SHOWN))
      chosen.add(`${name}\t${by}`);
  for (const name of cases) {
    const rare = [...catches.get(name)!].sort(
      (a, b) => caughtBy.get(a.name)!.length - caughtBy.get(b.name)!.length,
    );
    for (const mutant of rare.slice(0, 1)) chosen.add(`${mutant.name}\t${name}`);
  }
  return chosen;
}

/** The table as Markdown. */
export function killTable(sections: readonly KillSection[]): string {
  const lines = [
    '# Which case of the testkit catches which broken implementation',
    '',
    'Written by `UPDATE_RESULTS=1 npx vitest run --project testkit`, which runs every case on every mutant; without it the test',
    'runs what stands here and fails where a row is not true, or where a mutant or a case has none.',
    'Each row is one implementation that is wrong in one way, with the cases that tell it best; most are caught by more.',
  ];
  for (const section of sections) {
    const chosen = pairs(section);
    const { mutants, cases, title } = section;
    lines.push('', `## ${title}: ${mutants.length} mutants, ${cases.length} cases`, '');
    lines.push('| group | what is wrong | caught by |', '| --- | --- | --- |');
    for (const { name, group } of mutants) {
      const by = cases.filter((one) => chosen.has(`${name}\t${one}`));
      lines.push(`| ${group} | ${name} | ${by.join(' · ')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The pairs that a table shows, by mutant. */
export function readKillTable(text: string): Map<string, string[]> {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| group |'));
  return new Map(
    rows.map((row) => {
      const [, , name, by] = row.split('|').map((cell) => cell.trim());
      return [name!, by!.split(' · ')];
    }),
  );
}
