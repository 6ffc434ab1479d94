// What the tests in a browser serve to page.ts, and what Node makes of the same rasters.
import { createReadStream, existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { starterModels } from '@imgsearch/models-starter';
import { sampleRasters } from '@imgsearch/testkit';
import { bundleForBrowser, ISOLATION } from '../../../scripts/lib/browser-page.ts';
import { createOnnxBackgroundRemover, createOnnxEmbedder, createOnnxRuntime } from '../src/node/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folders: Readonly<Record<string, string>> = {
  '/ort/': path.join(root, 'node_modules/onnxruntime-web/dist'),
  '/models/': path.join(root, 'models/starter'),
};
const TYPES: Readonly<Record<string, string>> = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

export interface PageAnswers {
  readonly answer: RequestListener;
  /** Every request so far. */
  readonly asked: { readonly method: string; readonly url: string }[];
  /** Whether the page is served isolated from other origins. */
  isolate: boolean;
}

/** Bundles the page and its worker. @param more answers what is neither of them, a file of ONNX Runtime nor a model */
export async function answerPage(more?: RequestListener): Promise<PageAnswers> {
  const here = (name: string) => path.join(import.meta.dirname, name);
  const { files } = await bundleForBrowser({ page: here('page.ts'), worker: here('../src/web/worker.ts') });
  const answers: PageAnswers = {
    isolate: true,
    asked: [],
    answer(request, response) {
      const { url = '/', method = 'GET' } = request;
      answers.asked.push({ method, url });
      if (answers.isolate)
        for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
      const bundle = files.get(url.slice(1));
      const at = Object.keys(folders).find((prefix) => url.startsWith(prefix));
      const file = at && path.join(folders[at]!, url.slice(at.length));
      if (bundle) response.setHeader('content-type', 'text/javascript').end(bundle);
      else if (url === '/')
        response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
      else if (file && existsSync(file)) {
        response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
        createReadStream(file).pipe(response);
      } else if (more) more(request, response);
      else response.writeHead(404).end();
    },
  };
  return answers;
}

/** What onnxruntime-node makes of the rasters of the page. */
export async function fromNode() {
  const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
  const embedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
  const remover = await createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval });
  const vectors = await embedder.embedImages(sampleRasters());
  const masks = await remover.segment(sampleRasters());
  await runtime.close();
  return { vectors, masks, fingerprint: embedder.info.fingerprint };
}

export const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);
