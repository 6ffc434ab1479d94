import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createImageSearchHandler, toNodeHandler } from '@imgsearch/http';
import type { BuiltPage } from './build-page.ts';
import type { Shop } from './create-pipeline.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

const folderOf = (specifier: string): string => path.dirname(fileURLToPath(import.meta.resolve(specifier)));

/** Folders whose files are given out as they are. */
const FOLDERS: Readonly<Record<string, string>> = {
  '/ort/': folderOf('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
  '/models/weights/': path.join(folderOf('@imgsearch/models-starter/package.json'), 'weights'),
  '/': fileURLToPath(new URL('../public', import.meta.url)),
};

/**
 * Isolated pages may share memory between threads, which makes WebAssembly about twice as fast; the price is that every
 * picture and script of another origin must allow it.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; img-src 'self' blob:",
};

/** The page, its bundles, models and pictures, and the search under `/api`. */
export function createShopServer(shop: Shop, page: BuiltPage): Server {
  const api = toNodeHandler(
    createImageSearchHandler({ pipeline: shop.pipeline, basePath: '/api', logger: console }),
  );

  const sendFile = (file: string | undefined, response: ServerResponse): void => {
    if (!file || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    response.setHeader('cache-control', 'max-age=3600');
    createReadStream(file).pipe(response);
  };

  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const [, area = '', name = ''] = pathname.split('/').map(decodeURIComponent);
    const bundle = page.files.get(name);
    if (area === 'api') void api(request, response);
    else if (area === 'bundles' && bundle) response.setHeader('content-type', 'text/javascript').end(bundle);
    else if (area === 'pictures') sendFile(shop.pictures.get(name), response);
    else if (area === 'samples' && name) sendFile(shop.samples.get(name), response);
    else if (area === 'samples')
      response.setHeader('content-type', 'application/json').end(JSON.stringify([...shop.samples.keys()]));
    else {
      const asked = pathname === '/' ? '/index.html' : pathname;
      const prefix = Object.keys(FOLDERS).find((one) => asked.startsWith(one)) as string;
      // Names alone: nothing above a folder can be asked for.
      sendFile(path.join(FOLDERS[prefix] as string, path.basename(asked)), response);
    }
  });
}
