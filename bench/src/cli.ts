// npm run bench                 every suite but gpu, which few machines can run
// npm run bench -- clip search  some of them
// npm run bench -- --tables     the quality suite's sets as tables for `imgsearch eval`
// npm run bench -- --check      whether docs/results is whole, fresh and over its bars
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as gpu from './gpu/gpu-suite.ts';
import { type Bar, checkResults } from './lib/check-results.ts';
import { resultsFolder } from './lib/result.ts';
import { starterHashes } from './lib/starter-pipeline.ts';
import { writeEvalTables } from './quality/write-eval-tables.ts';
import * as browser from './suites/browser.ts';
import * as categories from './suites/categories.ts';
import * as clip from './suites/clip.ts';
import * as ensembles from './suites/ensembles.ts';
import * as eventLoop from './suites/event-loop.ts';
import * as examples from './suites/examples.ts';
import * as families from './suites/families.ts';
import * as feedback from './suites/feedback.ts';
import * as hostile from './suites/hostile.ts';
import * as indexThroughput from './suites/index-throughput.ts';
import * as indexingCheckpoint from './suites/indexing-checkpoint.ts';
import * as indexingPrices from './suites/indexing-prices.ts';
import * as indexingRows from './suites/indexing-rows.ts';
import * as load from './suites/load.ts';
import * as migration from './suites/migration.ts';
import * as models from './suites/models.ts';
import * as overload from './suites/overload.ts';
import * as quality from './suites/quality.ts';
import * as remover from './suites/remover.ts';
import * as search from './suites/search.ts';
import * as soak from './suites/soak.ts';
import * as stores from './suites/stores.ts';
import * as throughput from './suites/throughput.ts';
import * as views from './suites/views.ts';

const suites = {
  browser: { run: browser.browser, configuration: browser.configuration },
  clip: { run: clip.clip, configuration: clip.configuration },
  'event-loop': { run: eventLoop.eventLoop, configuration: eventLoop.configuration },
  examples: { run: examples.examples, configuration: examples.configuration },
  families: { run: families.families, configuration: families.configuration },
  hostile: { run: hostile.hostile, configuration: hostile.configuration },
  throughput: { run: throughput.throughput, configuration: throughput.configuration },
  migration: { run: migration.migration, configuration: migration.configuration },
  'index-throughput': {
    run: indexThroughput.indexThroughput,
    configuration: indexThroughput.configuration,
  },
  'indexing-checkpoint': {
    run: indexingCheckpoint.indexingCheckpoint,
    configuration: indexingCheckpoint.configuration,
  },
  'indexing-prices': { run: indexingPrices.indexingPrices, configuration: indexingPrices.configuration },
  'indexing-rows': { run: indexingRows.indexingRows, configuration: indexingRows.configuration },
  models: { run: models.models, configuration: models.configuration },
  load: { run: load.load, configuration: load.configuration },
  overload: { run: overload.overload, configuration: overload.configuration },
  soak: { run: soak.soak, configuration: soak.configuration },
  search: { run: search.search, configuration: search.configuration },
  gpu: { run: gpu.gpu, configuration: gpu.configuration },
  stores: { run: stores.stores, configuration: stores.configuration },
  'stores-large': { run: stores.storesLarge, configuration: stores.largeConfiguration },
  'stores-huge': { run: stores.storesHuge, configuration: stores.hugeConfiguration },
  quality: { run: quality.quality, configuration: quality.configuration },
  remover: { run: remover.remover, configuration: remover.configuration },
  feedback: { run: feedback.feedback, configuration: feedback.configuration },
  categories: { run: categories.categories, configuration: categories.configuration },
  ensembles: { run: ensembles.ensembles, configuration: ensembles.configuration },
  views: { run: views.views, configuration: views.configuration },
};

const wanted = process.argv.slice(2);
if (wanted.includes('--check')) {
  const bars = JSON.parse(await readFile(path.join(import.meta.dirname, '../bars.json'), 'utf8')) as Bar[];
  const configurations = Object.fromEntries(
    Object.entries(suites).map(([name, { configuration }]) => [name, configuration]),
  );
  const complaints = await checkResults({
    folder: resultsFolder,
    bars,
    configurations,
    weights: await starterHashes(),
  });
  for (const complaint of complaints) console.error(complaint);
  console.log(
    complaints.length === 0
      ? `All ${bars.length} bars hold.`
      : `${complaints.length} results are missing, stale or short.`,
  );
  process.exitCode = complaints.length === 0 ? 0 : 1;
} else if (wanted.includes('--tables')) {
  for (const command of await writeEvalTables()) console.log(command);
} else {
  const names = wanted.length > 0 ? wanted : Object.keys(suites).filter((name) => name !== 'gpu');
  const unknown = names.find((name) => !(name in suites));
  if (unknown !== undefined) {
    console.error(
      `There is no suite "${unknown}". There are ${Object.keys(suites).join(', ')}, and --check.`,
    );
    process.exit(2);
  }
  const [only, ...more] = names as (keyof typeof suites)[];
  if (only !== undefined && more.length === 0) await suites[only].run();
  // A process each: memory and warm code of one suite are not the next one's.
  else
    for (const name of names)
      execFileSync(process.execPath, [import.meta.filename, name], { stdio: 'inherit' });
}
