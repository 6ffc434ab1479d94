import Table from 'cli-table3';

/** A table of one line a row, without colours. */
export const createTable = (head: readonly string[]): InstanceType<typeof Table> =>
  new Table({
    head: [...head],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
