import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

export interface BuiltPage {
  /** Text by file name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What esbuild says of each. */
  readonly outputs: Metafile['outputs'];
}

const entry = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

const ENTRIES: Readonly<Record<string, string>> = {
  page: fileURLToPath(new URL('page/main.ts', import.meta.url)),
  'canvas-worker': entry('@imgsearch/canvas/worker'),
  'onnx-worker': entry('@imgsearch/onnx/web/worker'),
};

/**
 * The page and its two workers, each an entry, because esbuild does not follow `new Worker(new URL(...))`, and each
 * built alone, so that a worker holds what it uses and not what it shares. What is imported late, such as the WebGPU half
 * of ONNX Runtime, becomes a file of its own that is fetched when it is needed.
 */
export async function buildPage(): Promise<BuiltPage> {
  const built = await Promise.all(Object.entries(ENTRIES).map(([name, file]) => buildEntry(name, file)));
  return {
    files: new Map(
      built.flatMap(({ outputFiles }) =>
        outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, ''), contents] as const),
      ),
    ),
    outputs: Object.assign({}, ...built.map(({ metafile }) => metafile.outputs)) as Metafile['outputs'],
  };
}

const buildEntry = (name: string, file: string) =>
  build({
    entryPoints: { [name]: file },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // ONNX Runtime's WebAssembly and the code around it come from /ort/, not from the bundle.
    conditions: ['onnxruntime-web-use-extern-wasm'],
    outdir: '/',
    write: false,
    metafile: true,
    // That a chunk without side effects was left out is no news.
    logOverride: { 'ignored-bare-import': 'silent' },
    logLevel: 'warning',
  });
