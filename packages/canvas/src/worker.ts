import { performJob } from './perform-job.ts';
import type { PixelJob } from './protocol.ts';

/** The worker of `createCanvasImageProcessor`: one job in, its pixels out, one at a time. Elsewhere it does nothing. */
if ('WorkerGlobalScope' in globalThis) {
  const scope = globalThis as unknown as Worker;
  scope.addEventListener('message', async ({ data }: MessageEvent<PixelJob>) => {
    const reply = await performJob(data);
    const value = reply.ok ? ('data' in reply.value ? reply.value.data : reply.value) : undefined;
    scope.postMessage(reply, value ? [value.buffer as ArrayBuffer] : []);
  });
}
