import { defineConfig } from 'vitest/config';

const unit = (name: string, root: string) => ({
  test: { name, root, include: ['**/*.test.ts'], exclude: ['**/dist/**', '**/node_modules/**', '**/*.e2e.test.ts'] },
});

export default defineConfig({
  test: {
    projects: [
      unit('core', 'packages/core'),
      unit('sharp', 'packages/sharp'),
      unit('onnx', 'packages/onnx'),
      unit('models', 'models'),
      unit('catalog', 'examples/catalog'),
      unit('express', 'examples/express'),
      unit('bench', 'bench'),
    ],
    testTimeout: 60_000,
  },
});
