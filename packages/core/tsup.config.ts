import { defineConfig } from 'tsup';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/evaluation/index.ts',
    'src/classifiers/index.ts',
    'src/ensembles/index.ts',
    'src/migration/index.ts',
    'src/feedback/index.ts',
    'src/testing/index.ts',
    'src/testing/jest-transform.ts',
    'src/node/index.ts',
  ],
  format: 'esm',
  target: 'node22',
  sourcemap: true,
});
