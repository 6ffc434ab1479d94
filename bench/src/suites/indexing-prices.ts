import { makeRowsPlace, ROW_SETTINGS } from '../indexing/tiny-rows.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { figure } from '../lib/statistics.ts';

export const configuration = { products: 100_000, nights: 3, ...ROW_SETTINGS } as const;

/** Every price of a catalogue changes over night, and no picture does. */
export async function indexingPrices(): Promise<void> {
  const { products, nights } = configuration;
  const place = await makeRowsPlace();
  try {
    await place.index(products, 0);
    const speeds: number[] = [];
    const read = { pictures: 0 };
    for (let night = 1; night <= nights; night++) {
      const { report, seconds } = await place.index(products, night, [], read);
      if (report.updated !== products)
        throw new Error(`${report.updated} of ${products} prices were written.`);
      speeds.push(products / seconds);
      process.stderr.write(`  night ${night}: ${speeds.at(-1)!.toFixed(0)} products a second\n`);
    }
    await writeResult({
      suite: 'indexing-prices',
      configuration,
      hashes: { configuration: hashOf(configuration) },
      figures: {
        'products-a-second': figure(speeds, 'products/s'),
        'pictures-read': figure([read.pictures], 'pictures'),
      },
      notes: [
        'Each night every product has another price. The same rows and the same LanceDB store as in indexing-rows; the sources give no version, so that whatever is read would be counted.',
      ],
    });
  } finally {
    await place.remove();
  }
}
