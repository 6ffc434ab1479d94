import { defineConfig } from 'tsup';

export default defineConfig({
  // The worker is an entry of its own: threads and child processes load it by its file.
  entry: ['src/index.ts', 'src/node/index.ts', 'src/node/worker.ts'],
  format: 'esm',
  target: 'node22',
  sourcemap: true,
});
