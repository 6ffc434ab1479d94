// In Chromium by WebGPU, which SwiftShader computes on the processor: right, and slow.
import { expect } from 'vitest';
import { inBrowser, openPage } from '../../../scripts/lib/browser-page.ts';
import { WEBGPU } from '../../../scripts/lib/launch-browser.ts';
import { answerPage, cosine, fromNode } from './answer-page.ts';
import type { KeptEmbedder, PageApi } from './page.ts';

declare const api: PageApi;
/** What `api.keepEmbedder` leaves. */
declare const kept: KeptEmbedder;

inBrowser('computes by WebGPU where there is an adapter, and starts afresh where it was lost', async () => {
  const { answer, asked } = await answerPage();
  const opened = await openPage(answer, WEBGPU);
  try {
    await opened.page.waitForFunction(() => 'api' in globalThis);
    const [here, there] = [await opened.page.evaluate(() => api.keepEmbedder()), await fromNode()];
    expect(here).toEqual({ provider: 'webgpu', warnings: [], fingerprint: there.fingerprint });
    const embed = () => opened.page.evaluate(() => kept.embed());
    expect(cosine(await embed(), there.vectors[0]!)).toBeGreaterThan(0.9999);
    // One half of ONNX Runtime is fetched, not both.
    const fetched = asked.flatMap(({ url }) => (url.endsWith('.wasm') ? [url] : []));
    expect(new Set(fetched)).toEqual(new Set(['/ort/ort-wasm-simd-threaded.asyncify.wasm']));

    const system = await opened.browser.newBrowserCDPSession();
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    process.kill(processInfo.find(({ type }) => type === 'GPU')!.id, 'SIGKILL');
    await expect(embed()).rejects.toThrow('could not run the model');
    expect(cosine(await embed(), there.vectors[0]!)).toBeGreaterThan(0.9999);
  } finally {
    await opened.close();
  }
});
