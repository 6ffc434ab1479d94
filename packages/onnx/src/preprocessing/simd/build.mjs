// Assembles resample.wat into resample-code.ts:
//     npx --package wabt -- node packages/onnx/src/preprocessing/simd/build.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = import.meta.dirname;
// npx puts the package beside its own commands, not beside this file.
const places = (process.env.PATH ?? '').split(path.delimiter).map((bin) => path.dirname(bin));
const loadWabt = createRequire(import.meta.url)(
  createRequire(import.meta.url).resolve('wabt', { paths: places }),
);
const wabt = await loadWabt();
const text = readFileSync(path.join(folder, 'resample.wat'), 'utf8');
const { buffer } = wabt.parseWat('resample.wat', text, { simd: true }).toBinary({});
const lines = Buffer.from(buffer)
  .toString('base64')
  .match(/.{1,100}/g)
  .map((line) => `  '${line}'`);
writeFileSync(
  path.join(folder, 'resample-code.ts'),
  `// Assembled from resample.wat by build.mjs: don't edit.\n\n/** WebAssembly, base64. */\nexport const RESAMPLE_CODE: string =\n${lines.join(' +\n')};\n`,
);
console.log(`${buffer.length} bytes`);
