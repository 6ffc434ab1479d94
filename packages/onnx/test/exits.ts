import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { GRAPHS } from '../src/testing/tiny-models.ts';

const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** Runs a host script of its own process and says how it ended; `slow` takes a third of a second or more to embed. */
export async function host(script: string, isolation: 'thread' | 'process' = 'thread', workers = 2) {
  const code = `
    import { createOnnxEmbedder, createOnnxRuntime } from ${url('../src/node/index.ts')};
    import { embeddingManifest, plain } from ${url('../src/testing/tiny-models.ts')};
    const runtime = createOnnxRuntime({ workers: ${workers}, isolation: ${JSON.stringify(isolation)} });
    const slow = await createOnnxEmbedder({
      runtime, manifest: embeddingManifest('slow'), modelPath: ${JSON.stringify(GRAPHS)}, batchSize: 1,
    });
    const image = plain([255, 0, 0]);
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${script}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const [code_, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)),
  );
  return { code: code_, signal, output, errors };
}

// Each test starts processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000 });

/** What matters most to a host process, in whatever isolation its workers are. */
export function testExits(isolation: 'thread' | 'process'): void {
  describe(`a host with workers in isolation "${isolation}"`, () => {
    it('exits with its own code in mid-run', async () => {
      const ended = await host(
        `for (let i = 0; i < 4; i++) slow.embedImages([image]).catch(() => {});
       await wait(150);
       process.exit(3);`,
        isolation,
        1,
      );
      expect(ended).toMatchObject({ code: 3, signal: null });
    });

    it('closes in mid-run: the started call is answered, waiting and later ones are refused', async () => {
      const ended = await host(
        `const calls = [0, 1, 2].map(() => slow.embedImages([image]).then(() => 'done', (error) => error.code));
       await wait(100);
       await runtime.close();
       await runtime.close();
       calls.push(slow.embedImages([image]).then(() => 'done', (error) => error.code));
       console.log((await Promise.all(calls)).join());`,
        isolation,
      );
      expect(ended).toMatchObject({ code: 0, signal: null, output: 'done,done,CLOSED,CLOSED\n', errors: '' });
    });

    it('is released by an abort within milliseconds, while the run ends unheard', async () => {
      const ended = await host(
        `const controller = new AbortController();
       const call = slow.embedImages([image], { signal: controller.signal }).catch((error) => error.name);
       await wait(100);
       const start = performance.now();
       controller.abort();
       const name = await call;
       const took = performance.now() - start;
       // The worker was not ended: it answers the next call.
       await Promise.all([slow.embedImages([image]), slow.embedImages([image])]);
       console.log(name, took < 100 ? 'at once' : took);
       await runtime.close();`,
        isolation,
        1,
      );
      expect(ended).toMatchObject({ code: 0, output: 'AbortError at once\n', errors: '' });
    });
  });
}

/** What is true of it besides. */
export function testMoreExits(isolation: 'thread' | 'process'): void {
  describe(`a host with workers in isolation "${isolation}"`, () => {
    it('exits with 1 after an uncaught error in mid-run, and shows it', async () => {
      const ended = await host(
        `slow.embedImages([image]).catch(() => {});
       await wait(150);
       setTimeout(() => { throw new Error('of the host'); }, 0);
       await wait(5000);`,
        isolation,
        1,
      );
      expect(ended).toMatchObject({ code: 1, signal: null });
      expect(ended.errors).toContain('of the host');
    });

    it('exits while a model is being loaded', async () => {
      const ended = await host(
        `const other = createOnnxRuntime({ workers: 2, isolation: ${JSON.stringify(isolation)} });
       createOnnxEmbedder({ runtime: other, manifest: embeddingManifest(), modelPath: ${JSON.stringify(GRAPHS)} });
       await wait(Math.random() * 400);
       process.exit(5);`,
        isolation,
      );
      expect(ended).toMatchObject({ code: 5, signal: null });
    });

    it('ends without close() once nothing is left to do', async () => {
      const ended = await host(`await slow.embedImages([image]); console.log('answered');`, isolation, 1);
      expect(ended).toMatchObject({ code: 0, signal: null, output: 'answered\n' });
    });

    it('keeps its event loop free while models run', async () => {
      const ended = await host(
        `const { monitorEventLoopDelay } = await import('node:perf_hooks');
       const delay = monitorEventLoopDelay({ resolution: 1 });
       delay.enable();
       const start = performance.now();
       await Promise.all([slow.embedImages([image]), slow.embedImages([image])]);
       delay.disable();
       // A run on the main thread would hold it for as long as the run takes.
       console.log(performance.now() - start > 100, delay.max / 1e6 < (performance.now() - start) / 2);`,
        isolation,
      );
      expect(ended).toMatchObject({ code: 0, output: 'true true\n' });
    });
  });
}
