import { makeRowsPlace, ROW_SETTINGS } from '../indexing/tiny-rows.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { figure } from '../lib/statistics.ts';

export const configuration = { rows: 1_000_000, early: 100_000, late: 990_000, ...ROW_SETTINGS } as const;

/** A million rows through everything but pictures and models: memory, journal, and how fast it opens again. */
export async function indexingRows(): Promise<void> {
  const { rows, early, late } = configuration;
  const place = await makeRowsPlace();
  try {
    const { report, memoryAt, seconds } = await place.index(rows, 0, [early, late]);
    if (report.indexed !== rows || (await place.countRecords()) !== rows)
      throw new Error(`Of ${rows} rows ${report.indexed} were indexed.`);
    const growth = (of: 'javascript' | 'process'): number =>
      (memoryAt.get(late)![of] - memoryAt.get(early)![of]) / (late - early);
    const journal = (await place.journalBytes()) / rows;
    const reopened: number[] = [];
    for (let time = 0; time < 3; time++) reopened.push((await place.reopen()) / 1000);
    await writeResult({
      suite: 'indexing-rows',
      configuration,
      hashes: { configuration: hashOf(configuration) },
      figures: {
        'rows-a-second': figure([rows / seconds], 'rows/s'),
        'memory.growth-a-row': figure([growth('javascript')], 'bytes'),
        'memory.process-growth-a-row': figure([growth('process')], 'bytes'),
        'memory.peak': figure([(report.peakMemory ?? 0) / 2 ** 20], 'MB'),
        'journal.bytes-a-row': figure([journal], 'bytes'),
        'journal.reopen': figure(reopened, 's'),
      },
      notes: [
        'Rows of one four-byte "picture" and one price. Real: reader, journal, retries, batches, LanceDB. Not real: pictures and model; the embedder "fixed-cost-8" computes eight numbers out of the row\'s own.',
        `memory.growth-a-row: what JavaScript holds (heap and buffers, garbage collected) at ${late} rows over ${early}; the checkpoint's index is in it. memory.process-growth-a-row: the resident set of the whole process, LanceDB in it, which builds an index over all rows every so often.`,
      ],
    });
  } finally {
    await place.remove();
  }
}
