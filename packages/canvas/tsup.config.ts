import { defineConfig } from 'tsup';

export default defineConfig({
  // The worker is an entry of its own: browsers load it by its address.
  entry: ['src/index.ts', 'src/worker.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  sourcemap: true,
});
