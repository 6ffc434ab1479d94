import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/lib/longest-first.ts';

const nowhere = ['**/dist/**', '**/node_modules/**', '**/.cache/**'];

const unit = (name: string, root: string) => ({
  extends: true as const,
  test: {
    name,
    root,
    include: ['**/*.test.ts'],
    exclude: [...nowhere, '**/*.e2e.test.ts', '**/*.service.test.ts', '**/*.long.test.ts'],
    // A process of its own would take longer to start than most of them to run: each leaves things as it found them.
    isolate: false,
  },
});

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      unit('core', 'packages/core'),
      unit('sharp', 'packages/sharp'),
      unit('canvas', 'packages/canvas'),
      unit('onnx', 'packages/onnx'),
      unit('testkit', 'packages/testkit'),
      unit('opensearch', 'packages/opensearch'),
      unit('lancedb', 'packages/lancedb'),
      unit('http', 'packages/http'),
      unit('sources', 'packages/sources'),
      unit('bullmq', 'packages/bullmq'),
      unit('cli', 'packages/cli'),
      unit('models', 'models'),
      unit('catalog', 'examples/catalog'),
      unit('express', 'examples/express'),
      unit('custom-store', 'examples/custom-store'),
      unit('browser', 'examples/browser'),
      unit('bench', 'bench'),
      unit('workspace', 'scripts'),
      {
        extends: true,
        test: {
          // On real servers, which its setup starts.
          name: 'stores',
          include: ['{packages,examples}/*/**/*.service.test.ts'],
          exclude: nowhere,
          globalSetup: 'packages/opensearch/test/start-servers.ts',
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          // Kills, loads and floods, one file after the other: minutes each, so `npm run test:long` runs them.
          name: 'long',
          include: ['{packages,examples}/*/**/*.long.test.ts', 'bench/**/*.long.test.ts'],
          exclude: nowhere,
          globalSetup: 'packages/opensearch/test/start-servers.ts',
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['{packages,examples}/*/**/*.e2e.test.ts'],
          exclude: nowhere,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
