// What a page is made to fetch: sizes with a number, and nothing that it does not use.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { buildPage } from '../src/build-page.ts';

/** Modules that one line of imports ends up with, and what it weighs minified and zipped. */
async function bundle(code: string) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { modules: inputs.map(([name]) => name), bytes: gzipSync(outputFiles[0]!.contents).length };
}

const RUNTIMES = /onnxruntime|sharp|lancedb|opensearch|tinypool|tokenizers|transformers/;

describe('what an import brings along', () => {
  // esbuild refuses what names a built-in of Node, so that each of these was built at all says that none does.
  it.each([
    ['the pipeline', "export { createImageSearchPipeline } from '@imgsearch/core'", 44_000],
    ['a filter', "export { compileFilter } from '@imgsearch/core'", 5_000],
    ['an error', "export { ImageSearchError } from '@imgsearch/core'", 1_500],
    ['a manifest', "export { parseManifest } from '@imgsearch/onnx'", 11_000],
    [
      'the embedder, without its worker',
      "export { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/web'",
      21_000,
    ],
    [
      'the image processor, without its worker',
      "export { createCanvasImageProcessor } from '@imgsearch/canvas'",
      5_000,
    ],
    ['the client', "export { createImageSearchClient } from '@imgsearch/http/client'", 4_000],
  ])('%s: no runtime, nothing of Node, and no more than it may weigh', async (_, code, budget) => {
    const { modules, bytes } = await bundle(code);
    expect(modules.filter((name) => RUNTIMES.test(name))).toEqual([]);
    console.log(`${bytes} bytes zipped (budget ${budget}): ${code}`);
    expect(bytes).toBeLessThan(budget);
  });

  it('nothing, where nothing of it is used', async () => {
    const all = ['core', 'onnx', 'onnx/web', 'canvas', 'http/client', 'models-starter/web'];
    const { bytes } = await bundle(all.map((name) => `import '@imgsearch/${name}';`).join('\n'));
    expect(bytes).toBeLessThan(40);
  });

  it('would see a runtime, and a built-in of Node', async () => {
    const { modules } = await bundle("export * from 'onnxruntime-web/wasm'");
    expect(modules.some((name) => RUNTIMES.test(name))).toBe(true);
    await expect(bundle("export { createOnnxRuntime } from '@imgsearch/onnx/node'")).rejects.toThrow(
      /worker_threads/,
    );
  });
});

it('is made by the command that docs/browser.md gives', async () => {
  const guide = await readFile(new URL('../../../docs/browser.md', import.meta.url), 'utf8');
  const [, command] = /^npx esbuild (.+)$/m.exec(guide)!;
  const folder = path.join(import.meta.dirname, '../.cache/guide');
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'src'), { recursive: true });
  await copyFile(path.join(import.meta.dirname, 'vite/main.ts'), path.join(folder, 'src/page.ts'));
  const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
  await promisify(execFile)(esbuild, command!.split(' '), { cwd: folder });
  const made = await readdir(path.join(folder, 'public/bundles'));
  expect(made).toEqual(expect.arrayContaining(['page.js', 'canvas-worker.js', 'onnx-worker.js']));
});

describe('the page', () => {
  it('keeps its budgets, and loads of ONNX Runtime only what it runs on', async () => {
    const { files, outputs } = await buildPage();
    const zipped = Object.fromEntries([...files].map(([name, text]) => [name, gzipSync(text).length]));
    console.log(zipped);
    /** What an entry loads before it asks for more. */
    const first = (name: string): number => {
      const seen = new Set<string>();
      const visit = (file: string): void => {
        if (seen.has(file)) return;
        seen.add(file);
        for (const { path, kind } of outputs[file]!.imports) if (kind === 'import-statement') visit(path);
      };
      visit(Object.keys(outputs).find((file) => file.endsWith(name))!);
      return [...seen].reduce((sum, file) => sum + zipped[file.split('/').at(-1)!]!, 0);
    };
    expect(first('page.js')).toBeLessThan(75_000);
    expect(first('canvas-worker.js')).toBeLessThan(8_000);
    expect(first('onnx-worker.js')).toBeLessThan(20_000);
    // WebAssembly and WebGPU are two files, of which a visit fetches one.
    const holding = (text: string) =>
      Object.entries(outputs)
        .filter(([, { inputs }]) => Object.keys(inputs).some((name) => name.includes(text)))
        .map(([file]) => file);
    const [wasm, webgpu] = [holding('ort.wasm'), holding('ort.webgpu')];
    expect([wasm.length, webgpu.length]).toEqual([1, 1]);
    expect(wasm).not.toEqual(webgpu);
  });
});
