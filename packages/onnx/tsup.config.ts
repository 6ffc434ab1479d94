import { defineConfig } from 'tsup';

const shared = { format: 'esm', target: 'node22', sourcemap: true } as const;

export default defineConfig([
  // The workers are entries of their own: threads, child processes and browsers load them by their files.
  { ...shared, entry: ['src/index.ts', 'src/node/index.ts', 'src/node/worker.ts'] },
  {
    ...shared,
    entry: { 'web/index': 'src/web/index.ts', 'web/worker': 'src/web/worker.ts' },
    platform: 'browser',
    target: 'es2022',
  },
]);
