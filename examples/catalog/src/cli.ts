import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, count: { type: 'string' } },
});
const [command] = positionals;
const usage = 'Usage: node src/cli.ts demo|queries|training --out DIR [--count N]';

function showProgress({ done, total, phase }: { done: number; total: number; phase: string }): void {
  if (done % 20 === 0 || done === total)
    process.stderr.write(`\r${phase} ${done}/${total}${done === total ? '\n' : ''}`);
}

const count = values.count === undefined ? undefined : Number(values.count);
if (values.out === undefined || (count !== undefined && !(Number.isInteger(count) && count > 0))) {
  console.error(usage);
  process.exitCode = 2;
} else if (command === 'training') {
  const { renderTrainingSet } = await import('./training/render-training-set.ts');
  const result = await renderTrainingSet({
    directory: values.out,
    products: count,
    onProgress: showProgress,
  });
  console.log(`${result.pictures} pictures, labels in ${result.labelsFile}`);
} else if (command === 'demo' || command === 'queries') {
  const { renderDemoCatalog } = await import('./render-demo-catalog.ts');
  const result = await renderDemoCatalog({
    directory: values.out,
    products: count,
    queries: command === 'queries',
    onProgress: showProgress,
  });
  console.log(`${result.cached ? 'Already there' : 'Made'}: ${result.catalogFile}, ${result.queriesFile}`);
} else {
  console.error(usage);
  process.exitCode = 2;
}
