import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/client/index.ts', 'src/fetch/index.ts'],
  format: 'esm',
  target: 'node22',
  sourcemap: true,
});
