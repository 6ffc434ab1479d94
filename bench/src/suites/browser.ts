import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { type BuiltPage, buildPage } from '../../../examples/browser/src/build-page.ts';
import { createShop, type Shop } from '../../../examples/browser/src/create-pipeline.ts';
import { createShopServer } from '../../../examples/browser/src/create-server.ts';
import type { Looker } from '../../../examples/browser/src/page/create-looker.ts';
import { launchBrowser } from '../../../scripts/lib/launch-browser.ts';
import { evenlyOf, realPhotos } from '../browser/photos.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, root, writeResult } from '../lib/result.ts';
import { starterHashes, starterPipeline } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';

/** What the page leaves for whoever looks. */
declare const looker: Promise<Looker>;

export const configuration = { visits: 5, products: 39, photos: 24, runs: 3, threads: 2, realPhotos: 96 };

/** Loads the example's page, and looks at photos there and in Node in turn: time, and how alike the vectors are. */
export async function browser(): Promise<void> {
  const drawn = await jpegs('phone', 600);
  const camera = await jpegs('camera', configuration.photos);
  const real = await realPhotos(configuration.realPhotos);
  const shop = await createShop(path.join(root, '.cache/bench/browser'), configuration.products);
  const page = await buildPage();
  const server = createShopServer(shop, page);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const chromium = await launchBrowser();
  try {
    const node = await starterPipeline({ fields: {}, workers: 1, threads: configuration.threads });
    const sets = { drawn: evenlyOf(drawn, configuration.photos), camera, ...(real && { real }) };
    const loads = await visits(chromium, address);
    const looked = await look(chromium, address, node.pipeline, sets);
    await node.close();
    await writeResult({
      suite: 'browser',
      configuration,
      hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
      figures: { ...weights(page), ...loads, ...looked },
      notes: [
        `Chromium ${chromium.version()}, headless, beside its server on the same machine: loading is without a network's time.`,
        `WebAssembly with ${configuration.threads} threads in one worker; Node: sharp and onnxruntime-node in one worker with as many threads.`,
        'Photos one by one, page and Node in turn; a time is decode, cut-out and embedding of one photo, and a run its median.',
        'drawn: query photos of the demo, 640 pixels; camera: the same at 4000 by 3000; real: photos of shared/data, which need no shrinking.',
      ],
    });
  } finally {
    await chromium.close();
    server.closeAllConnections();
    server.close();
    await shop.close();
  }
}

type Pipeline = Pick<Shop['pipeline'], 'embed'>;

/** What each entry of the page weighs, without what it fetches late. */
function weights({ files }: BuiltPage): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  for (const [name, text] of files) {
    const part = /^(page|canvas-worker|onnx-worker|ort\.wasm|ort\.webgpu)/.exec(name)?.[1];
    if (part) figures[`weight.${part}`] = figure([gzipSync(text).length / 1000], 'kB zipped');
  }
  return figures;
}

/** First visits, with nothing kept, and second ones. */
async function visits(chromium: Browser, address: string): Promise<Record<string, Figure>> {
  const seen = { first: [] as number[], second: [] as number[], megabytes: [] as number[] };
  for (let visit = 0; visit < configuration.visits; visit++) {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (/\.(onnx|wasm|mjs|js)$/.test(request.url()))
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    seen.first.push(await open(page, address));
    seen.megabytes.push((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1e6);
    seen.second.push(await open(page, address));
    await context.close();
  }
  return {
    'load.first': figure(seen.first, 'ms'),
    'load.second': figure(seen.second, 'ms'),
    'load.first-fetched': figure(seen.megabytes, 'MB'),
  };
}

/** @returns milliseconds from the navigation until the models can be used */
async function open(page: Page, address: string): Promise<number> {
  await page.goto(address);
  await page.locator('body[data-ready]').waitFor({ timeout: 120_000 });
  return Number(await page.locator('body').getAttribute('data-ready'));
}

async function look(
  chromium: Browser,
  address: string,
  node: Pipeline,
  sets: Readonly<Record<string, readonly Uint8Array[]>>,
): Promise<Record<string, Figure>> {
  const page = await chromium.newPage();
  await open(page, address);
  const figures: Record<string, Figure> = {};
  for (const [name, photos] of Object.entries(sets)) {
    const medians = { page: [] as number[], node: [] as number[] };
    let cosines: number[] = [];
    for (let run = 0; run <= configuration.runs; run++) {
      const pairs = [];
      for (const photo of photos)
        pairs.push({ there: await inPage(page, photo), here: await inNode(node, photo) });
      cosines = pairs.map(({ there, here }) => cosine(there.vector, here.vector));
      process.stderr.write(`  ${run === 0 ? 'warm-up' : `run ${run}`} ${name}: ${photos.length} photos\n`);
      if (run === 0) continue;
      medians.page.push(
        quantile(
          pairs.map(({ there }) => there.took),
          0.5,
        ),
      );
      medians.node.push(
        quantile(
          pairs.map(({ here }) => here.took),
          0.5,
        ),
      );
    }
    figures[`${name}.page.p50`] = figure(medians.page, 'ms a photo');
    figures[`${name}.node.p50`] = figure(medians.node, 'ms a photo');
    figures[`${name}.page-over-node`] = figure(
      medians.page.map((time, run) => time / medians.node[run]!),
      'ratio',
    );
    // The same in every run: nothing here is drawn by chance.
    figures[`${name}.cosine.least`] = figure([Math.min(...cosines)], 'cosine');
    figures[`${name}.cosine.mean`] = figure(
      [cosines.reduce((sum, one) => sum + one, 0) / cosines.length],
      'cosine',
    );
    figures[`${name}.cosine.over-0.995`] = figure(
      [(cosines.filter((one) => one >= 0.995).length / cosines.length) * 100],
      '% of photos',
    );
  }
  return figures;
}

interface Looked {
  readonly vector: ArrayLike<number>;
  readonly took: number;
}

const inPage = (page: Page, photo: Uint8Array): Promise<Looked> =>
  page.evaluate(async (text) => {
    const { pipeline } = await looker;
    const image = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const began = performance.now();
    const { vector } = await pipeline.embed({ image });
    return { took: performance.now() - began, vector: [...vector] };
  }, Buffer.from(photo).toString('base64'));

async function inNode(node: Pipeline, image: Uint8Array): Promise<Looked> {
  const began = performance.now();
  const { vector } = await node.embed({ image });
  return { took: performance.now() - began, vector };
}

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);
