// Chromium as tests and measurements use it.
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

/** Where Chromium is; undefined where there is none. */
export const executablePath: string | undefined = findChromium();

/** WebGPU without a GPU: Chromium brings SwiftShader, which computes it on the processor. */
export const WEBGPU: readonly string[] = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

export function launchBrowser(flags: readonly string[] = ['--disable-gpu']): Promise<Browser> {
  if (!executablePath) throw new Error('There is no browser.');
  const quiet = ['quic', 'background-networking', 'component-update', 'sync'];
  return chromium.launch({
    executablePath,
    args: [
      ...['--headless', '--no-sandbox', '--no-first-run', ...flags],
      ...quiet.map((it) => `--disable-${it}`),
    ],
  });
}
