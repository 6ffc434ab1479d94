import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImageSearchError } from '@imgsearch/core';
import { loadDemoCatalog } from './catalog/load-demo-catalog.ts';
import { loadOwnCatalog } from './catalog/load-own-catalog.ts';
import { createApp } from './create-app.ts';
import { createPipeline } from './create-pipeline.ts';
import { type DemoOptions, startDemo } from './demo.ts';
import { listen } from './listen.ts';
import { readCalibration } from './read-calibration.ts';
import { readSettings, type Settings } from './read-settings.ts';
import { createProgressBar } from './show-progress.ts';
import { shutDown } from './shut-down.ts';

const cache = fileURLToPath(new URL('../.cache', import.meta.url));
const demoCalibration = fileURLToPath(import.meta.resolve('@imgsearch/demo-catalog/calibration.json'));

function complain(error: unknown): void {
  if (!ImageSearchError.isInstance(error)) console.error(error);
  else console.error(`\n${error.message}${error.hint ? `\n-> ${error.hint}` : ''}`);
}

function catalogLoader({ catalog }: Settings): DemoOptions['loadCatalog'] {
  if (catalog) return () => loadOwnCatalog(catalog);
  return (progress, signal) =>
    loadDemoCatalog({
      directory: cache,
      signal,
      onProgress: ({ done, total }) => progress(done, total),
    });
}

/** Every catalogue has an index of its own. */
const catalogName = ({ catalog }: Settings): string =>
  catalog ? `own-${createHash('sha256').update(catalog).digest('hex').slice(0, 12)}` : 'demo';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // What the demo's similarities are worth says nothing about another catalogue.
  const measured = settings.calibration ?? (settings.catalog ? undefined : demoCalibration);
  const calibration = measured === undefined ? undefined : readCalibration(measured);
  const demo = startDemo({
    loadCatalog: catalogLoader(settings),
    createPipeline: () => createPipeline(path.join(cache, 'index'), catalogName(settings), calibration),
    onProgress: createProgressBar(),
  });
  // The page answers from the first second on, and shows how far the indexing is.
  const { server, port } = await listen(createApp(demo), settings.port, settings.host);
  if (settings.port !== 0 && port !== settings.port)
    console.log(`Port ${settings.port} is taken, so this is port ${port}.`);
  const address = `http://localhost:${port}`;
  console.log(`Open ${address}`);

  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    // A second Ctrl+C does not wait.
    if (stopping) process.exit(code || 130);
    stopping = true;
    process.exitCode = code;
    await shutDown(server, demo.close);
  };
  process.on('SIGINT', () => stop(0));
  process.on('SIGTERM', () => stop(0));

  try {
    const { indexed, failed, found, elapsed } = await demo.ready;
    for (const warning of demo.catalog?.warnings.slice(0, 5) ?? []) console.warn(`Left out: ${warning}`);
    const rest = failed > 0 ? ` (${failed} could not be read)` : '';
    if (found > 0) console.log(`${found} pictures were indexed already, by an earlier start.`);
    if (indexed + failed > 0)
      console.log(`${indexed} pictures indexed in ${(elapsed / 1000).toFixed(1)} s${rest}.`);
    console.log(`Ready: ${address}   (Ctrl+C ends it)`);
  } catch (error) {
    if (stopping) return;
    complain(error);
    await stop(1);
  }
}

main().catch((error: unknown) => {
  complain(error);
  process.exitCode = 1;
});
