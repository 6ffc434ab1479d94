import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { withoutGpuLibraries } from '../../test/without-gpu-libraries.ts';
import { checkProviders } from './check-providers.ts';
import type { Finding } from './finding.ts';
import { listGpus } from './list-gpus.ts';
import { probeProvider } from './probe-providers.ts';

// A process for each provider: on a busy machine they take their time.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-providers-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isLinux = process.platform === 'linux' && process.arch === 'x64';
/** A process in which `onnxruntime-node` is this source. */
function envWith(name: string, source: string): NodeJS.ProcessEnv {
  const [module, hooks] = [path.join(folder, `${name}.mjs`), path.join(folder, `${name}-hooks.mjs`)];
  writeFileSync(module, source);
  writeFileSync(
    hooks,
    `import { registerHooks } from 'node:module';
registerHooks({ resolve: (specifier, context, next) => specifier === 'onnxruntime-node' ? { url: ${JSON.stringify(`file://${module}`)}, shortCircuit: true } : next(specifier, context) });`,
  );
  return { ...process.env, NODE_OPTIONS: `--import ${hooks}` };
}

it('the CPU works: a model ran on it', async () => {
  expect(await probeProvider('cpu')).toEqual({ provider: 'cpu', works: true, missing: [], next: [] });
});

describe('what does not load', () => {
  it.skipIf(!isLinux)('names every library that is missing, and what brings each', async () => {
    const env = withoutGpuLibraries(folder);
    expect((await probeProvider('cpu', { env })).works).toBe(true);
    const { works, reason, missing, next } = await probeProvider('cuda', { env });
    expect(works).toBe(false);
    expect(reason).toContain('Failed to load shared library');
    // The loader names one, ldd both.
    expect([...missing].sort()).toEqual(['libcudnn.so.9', 'libcufft.so.1']);
    expect(next).toEqual([
      expect.stringContaining('cudnn9-cuda-12'),
      expect.stringContaining('cuda-libraries-12'),
    ]);
  });

  it('a crash of native code is only a finding', async () => {
    const env = envWith('crash', "process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {});");
    expect(await probeProvider('cuda', { env })).toMatchObject({
      works: false,
      reason: 'its process ended with SIGSEGV: a crash in native code',
    });
  });

  it('a library that never answers is given up', async () => {
    const env = envWith('hang', 'for (;;);');
    expect(await probeProvider('cuda', { env, timeout: 1000 })).toMatchObject({
      works: false,
      reason: 'it did not answer within 1 s',
    });
  });

  it('a package that is not installed is told as such', async () => {
    const env = envWith('absent', 'throw new Error("Cannot find package \'onnxruntime-node\'");');
    const probed = await probeProvider('cpu', { env });
    expect(probed.works).toBe(false);
    expect(probed.reason).toMatch(/onnxruntime-node could not be loaded/);
  });
});

describe('GPUs', () => {
  const tool = (text: string): string => {
    const file = path.join(folder, 'nvidia-smi');
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it.skipIf(!isLinux)("are those that the driver's tool lists", async () => {
    // As nvidia-smi 535 and 550 print it.
    const smi = tool(
      'echo "0, NVIDIA L4, 23034, 22571, 550.54.15"; echo "1, NVIDIA GeForce RTX 4090, 24564, 20112, 550.54.15"',
    );
    expect(await listGpus(smi)).toEqual([
      { index: 0, name: 'NVIDIA L4', memory: 23034, free: 22571, driver: '550.54.15' },
      { index: 1, name: 'NVIDIA GeForce RTX 4090', memory: 24564, free: 20112, driver: '550.54.15' },
    ]);
    expect(await listGpus(tool('echo "NVIDIA-SMI has failed"; exit 9'))).toBeUndefined();
    expect(await listGpus(path.join(folder, 'none'))).toBeUndefined();
  });

  it('one that works is said to, though nothing lists it', async () => {
    // What packages/onnx tests its GPUs with: it computes on the CPU.
    const hooks = path.resolve(import.meta.dirname, '../../../onnx/test/fake-gpu/hooks.mjs');
    const env = { ...process.env, NODE_OPTIONS: `--import ${hooks}`, FAKE_GPU: JSON.stringify({ gpus: 1 }) };
    const found: Finding[] = [];
    for await (const finding of checkProviders({ env, smi: path.join(folder, 'none') })) found.push(finding);
    expect(found.map(({ summary }) => summary)).toEqual([
      'ONNX Runtime works on cpu',
      'ONNX Runtime works on cuda',
      'A GPU works; nvidia-smi, which would name it, does not',
    ]);
    expect(found[2]?.details).toEqual([expect.stringMatching(/^tensorrt /)]);
  });

  it.skipIf(!isLinux)(
    'a provider is broken only where it is needed, and worth a note where a GPU is idle',
    async () => {
      const env = withoutGpuLibraries(mkdtempSync(path.join(folder, 'again-')));
      const look = async (options: Parameters<typeof checkProviders>[0]): Promise<Finding[]> => {
        const found: Finding[] = [];
        for await (const finding of checkProviders({ env, ...options })) found.push(finding);
        return found;
      };
      const none = path.join(folder, 'none');
      const states = (found: readonly Finding[]) => found.map(({ check, state }) => `${check} ${state}`);
      const plain = await look({ smi: none });
      expect(states(plain)).toEqual(['provider fine', 'gpu fine']);
      expect(plain[1]?.details?.[0]).toContain('libcudnn.so.9');
      const needed = await look({ smi: none, needed: ['cuda'] });
      expect(states(needed)).toEqual(['provider fine', 'provider broken', 'gpu fine']);
      expect(needed[1]?.summary).toMatch(/cuda: libcudnn\.so\.9, libcufft\.so\.1 are missing/);
      const smi = tool('echo "0, NVIDIA L4, 23034, 22571, 550.54.15"');
      expect(states(await look({ smi }))).toEqual([
        'provider fine',
        'provider note',
        'provider note',
        'gpu fine',
      ]);
    },
  );
});
