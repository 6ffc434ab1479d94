// A page in a real browser, for tests: bundles by esbuild, served with the headers that isolate it.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BuildResult, build, type Metafile } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { test } from 'vitest';
import { executablePath, launchBrowser } from './launch-browser.ts';

if (!executablePath) {
  const message = 'No Chromium found: install one, or set CHROMIUM_PATH.';
  if (process.env.CI) throw new Error(message);
  console.warn(`!! SKIPPED: nothing is tested in a browser. ${message}`);
}

/** `test`, skipped aloud where there is no browser; with CI set, that fails. */
export const inBrowser = test.skipIf(!executablePath);
export const hasBrowser: boolean = executablePath !== undefined;

export interface Bundle {
  /** Text by name, `page.js` for an entry `page`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/** Bundles for browsers as a page would ship it. @param entries source file by name */
export async function bundleForBrowser(entries: Readonly<Record<string, string>>): Promise<Bundle> {
  const result: BuildResult<{ write: false; metafile: true }> = await build({
    entryPoints: { ...entries },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: '/',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const files = new Map(result.outputFiles.map(({ path, contents }) => [path.slice(1), contents]));
  return { files, metafile: result.metafile };
}

/** What makes a page cross-origin isolated, so that it may share memory between threads. */
export const ISOLATION: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

export interface OpenPage {
  readonly page: Page;
  readonly browser: Browser;
  readonly address: string;
  close(): Promise<void>;
}

/** Serves and opens a page. @param answer any request; called after nothing else @param flags of the browser's own */
export async function openPage(answer: RequestListener, flags?: readonly string[]): Promise<OpenPage> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser(flags);
  const page = await browser.newPage();
  await page.goto(address);
  return {
    page,
    browser,
    address,
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
