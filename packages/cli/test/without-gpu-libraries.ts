import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/**
 * A copy of onnxruntime-node whose GPU providers are there, as its install script leaves them, on a machine without
 * NVIDIA's libraries: they are real shared objects that need libcudnn.so.9 and libcufft.so.1, so that the loader, ONNX
 * Runtime and ldd say of them what they say of the real ones. Linux x64 alone.
 * @param folder where the copy goes
 * @returns environment of a process that takes the copy for onnxruntime-node
 */
export function withoutGpuLibraries(folder: string): NodeJS.ProcessEnv {
  const real = path.dirname(require.resolve('onnxruntime-node/package.json'));
  const copy = path.join(folder, 'onnxruntime-node');
  const bin = path.join('bin', 'napi-v6', 'linux', 'x64');
  cpSync(path.join(real, 'dist'), path.join(copy, 'dist'), { recursive: true });
  cpSync(path.join(real, 'package.json'), path.join(copy, 'package.json'));
  mkdirSync(path.join(copy, bin), { recursive: true });
  for (const name of readdirSync(path.join(real, bin))) {
    if (name.includes('providers')) continue;
    const [from, to] = [path.join(real, bin, name), path.join(copy, bin, name)];
    try {
      linkSync(from, to);
    } catch {
      cpSync(from, to);
    }
  }
  const needy = needing(path.join(real, bin, 'onnxruntime_binding.node'), {
    'libstdc++.so.6': 'libcudnn.so.9',
    'libgcc_s.so.1': 'libcufft.so.1',
  });
  for (const provider of ['shared', 'cuda', 'tensorrt'])
    writeFileSync(path.join(copy, bin, `libonnxruntime_providers_${provider}.so`), needy);
  mkdirSync(path.join(copy, 'node_modules'));
  const entry = createRequire(path.join(real, 'package.json')).resolve('onnxruntime-common');
  const common = entry.slice(0, entry.lastIndexOf('onnxruntime-common') + 'onnxruntime-common'.length);
  symlinkSync(common, path.join(copy, 'node_modules', 'onnxruntime-common'));
  const hooks = path.join(folder, 'hooks.mjs');
  const url = JSON.stringify(`file://${path.join(copy, 'dist', 'index.js')}`);
  writeFileSync(
    hooks,
    `import { registerHooks } from 'node:module';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'onnxruntime-node' ? { url: ${url}, format: 'commonjs', shortCircuit: true } : next(specifier, context),
});
`,
  );
  return { ...process.env, NODE_OPTIONS: `--import ${hooks}` };
}

/** A shared object that needs other libraries: names of the same length, or shorter, put over those it has. */
function needing(file: string, renamed: Readonly<Record<string, string>>): Uint8Array {
  const bytes = readFileSync(file);
  for (const [from, to] of Object.entries(renamed)) {
    const place = bytes.indexOf(`\0${from}\0`);
    if (place < 0 || to.length > from.length) throw new Error(`${file} does not need ${from}.`);
    bytes.fill(0, place + 1, place + 1 + from.length);
    bytes.write(to, place + 1, 'latin1');
  }
  return bytes;
}
