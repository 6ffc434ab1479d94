import { defineConfig } from 'tsup';

export default defineConfig({
  // `doctor` and `models bench` start the last two as processes of their own, by their files.
  entry: {
    index: 'src/index.ts',
    bin: 'src/bin.ts',
    'probe-provider': 'src/doctor/probe-provider.ts',
    'measure-model': 'src/precision/measure-model.ts',
  },
  format: 'esm',
  target: 'node22',
  sourcemap: true,
});
