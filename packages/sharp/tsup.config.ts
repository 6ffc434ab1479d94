import { defineConfig } from 'tsup';

export default defineConfig({
  // The thread loads its file by name.
  entry: ['src/index.ts', 'src/cut-out-worker.ts'],
  format: 'esm',
  target: 'node22',
  sourcemap: true,
});
