import Table from 'cli-table3';

/**
 * A table of one line a row, without colours.
 * @param widths columns, by their heads, whose text is wrapped to so many characters
 */
export const createTable = (
  head: readonly string[],
  widths: Readonly<Record<string, number>> = {},
): InstanceType<typeof Table> =>
  new Table({
    head: [...head],
    colWidths: head.map((name) => widths[name] ?? null),
    wordWrap: true,
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
