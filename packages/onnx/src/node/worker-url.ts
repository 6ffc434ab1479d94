/** The file that threads and child processes run: beside this one, in the sources and in `dist/node`. */
export const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
