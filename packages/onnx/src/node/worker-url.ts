/**
 * The file that threads and child processes run: beside this one, in the sources and in `dist/node`. A packager that
 * copies what a server imports (Next's standalone output, serverless bundlers) finds the file by its address, but does
 * not read what it imports in turn: `imports` tells it so, and is never called.
 */
export const workerUrl: (() => URL) & { readonly imports: () => Promise<unknown> } = Object.assign(
  () => new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url),
  { imports: () => import('onnxruntime-node') },
);
